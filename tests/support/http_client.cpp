// http_client.cpp: the blocking client of the tests.
#include "support/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <stdexcept>

#include "core/base/text.h"

namespace roost::testing {

HttpClient::HttpClient(std::string const& address) {
    auto colon = address.rfind(':');
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
    inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    timeval patience{20, 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
        throw std::runtime_error("cannot connect to " + address);
    }
}

HttpClient::~HttpClient() {
    if (socket_ >= 0) ::close(socket_);
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), buffer_(std::move(other.buffer_)) {}

bool HttpClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void HttpClient::finish_sending() { ::shutdown(socket_, SHUT_WR); }

bool HttpClient::read_more() {
    char bytes[64 << 10];
    auto size = ::recv(socket_, bytes, sizeof bytes, 0);
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        throw std::runtime_error("the server said nothing for 20 s");
    if (size <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(size));
    return true;
}

std::string HttpClient::take(std::size_t size) {
    while (buffer_.size() < size) {
        if (!read_more()) throw std::runtime_error("the answer ended too early");
    }
    auto taken = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return taken;
}

std::string HttpClient::take_line() {
    std::size_t end;
    while ((end = buffer_.find("\r\n")) == std::string::npos) {
        if (!read_more()) throw std::runtime_error("the answer ended inside a line");
    }
    return take(end + 2).substr(0, end);
}

bool HttpClient::is_closed_by_server() {
    while (buffer_.empty()) {
        if (!read_more()) return true;
    }
    return false;
}

std::optional<Answer> HttpClient::receive(bool head_only) {
    if (buffer_.empty() && !read_more()) return std::nullopt;
    Answer answer;
    answer.status = std::stoi(take_line().substr(9));
    for (auto line = take_line(); !line.empty(); line = take_line()) {
        auto colon = line.find(':');
        auto name = text::lower_ascii(line.substr(0, colon));
        auto value = std::string(text::trim(line.substr(colon + 1)));
        answer.headers.insert_or_assign(name, value);
        answer.all_headers.emplace_back(name, value);
    }
    if (answer.status == 100) return receive(head_only);
    if (head_only || answer.status == 204 || answer.status == 304 || answer.status == 101) return answer;
    if (answer.header("transfer-encoding") == "chunked") {
        while (true) {
            auto size = std::stoul(take_line(), nullptr, 16);
            answer.body += take(size);
            take_line();
            if (size == 0) return answer;
        }
    }
    if (answer.headers.contains("content-length")) {
        answer.body = take(std::stoul(answer.header("content-length")));
    } else {
        while (read_more()) {
        }
        answer.body = std::exchange(buffer_, {});
    }
    return answer;
}

Answer HttpClient::request(std::string_view method, std::string_view target, Headers const& headers,
                           std::string_view body) {
    std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: roost.test\r\n";
    for (auto const& [name, value] : headers) text += name + ": " + value + "\r\n";
    if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH") {
        text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    text += "\r\n";
    text += body;
    send(text);
    auto answer = receive(method == "HEAD");
    if (!answer) throw std::runtime_error("no answer to " + std::string(method) + " " + std::string(target));
    return std::move(*answer);
}

}  // namespace roost::testing
