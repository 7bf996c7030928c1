// web_socket.h: a small blocking client of /api/live.
#pragma once

#include "support/http_client.h"

namespace roost::testing {

/// A WebSocket client that does what it is told.
class WebSocket {
public:
    WebSocket(std::string const& address, Headers const& headers, std::string const& query = "")
        : client_(address) {
        auto all = headers;
        all.insert(all.end(), {{"Upgrade", "websocket"},
                               {"Connection", "Upgrade"},
                               {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                               {"Sec-WebSocket-Version", "13"}});
        answer = client_.request("GET", "/api/live" + query, all);
    }

    void send(std::string const& text) {
        std::string frame = "\x81";
        if (text.size() < 126) {
            frame += static_cast<char>(0x80 | text.size());
        } else {
            frame += static_cast<char>(0x80 | 126);
            frame += static_cast<char>(text.size() >> 8);
            frame += static_cast<char>(text.size() & 0xff);
        }
        client_.send(frame + std::string(4, '\0') + text);  // masked with zeros
    }

    /// The next text frame; "close" when the server closes.
    std::string receive() {
        auto head = client_.receive_bytes(2);
        std::size_t size = static_cast<unsigned char>(head[1]) & 0x7f;
        if (size == 126) {
            auto more = client_.receive_bytes(2);
            size = static_cast<unsigned char>(more[0]) * 256u + static_cast<unsigned char>(more[1]);
        }
        auto text = size > 0 ? client_.receive_bytes(size) : "";
        int opcode = head[0] & 0x0f;
        if (opcode == 8) return "close";
        return opcode == 1 ? text : receive();
    }

    /// Returns when the server has handled everything sent before.
    void settle() {
        send("{}");
        while (receive().find("live.unreadable") == std::string::npos) {
        }
    }

    Answer answer;

private:
    HttpClient client_;
};

}  // namespace roost::testing
