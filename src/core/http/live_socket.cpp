// live_socket.cpp: the change feed over WebSockets with Asio and Beast.
#include "core/http/live_socket.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <future>
#include <set>
#include <unordered_set>

#include "core/http/problem.h"
#include "core/log/log.h"

namespace roost::http {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
namespace bhttp = boost::beast::http;
using tcp = net::ip::tcp;
using Failure = boost::system::error_code;
using Frame = std::shared_ptr<std::string const>;  // one text, sent to many

constexpr std::size_t frames_queued_max = 256;  // a slower client has to resync
constexpr int caught_up_max = 1000;             // missed events sent on a reconnect; above: resync
constexpr std::size_t topics_max = 200;
constexpr Millis recheck_time{60'000};  // how long a socket outlives its session

Frame resync_frame() {
    static Frame const frame = std::make_shared<std::string const>(R"({"kind":"resync"})");
    return frame;
}

/// A VA works in tables of their own and sees nothing else, the jobs of others least of all.
bool may_follow(Actor const& actor, std::string_view topic) {
    return actor.role != Role::va || topic == "notices";
}

class LiveClient;

/// What the sockets share. Lives on the hub's thread, but for the listener of the feed.
struct HubShared {
    ServerParts const& parts;
    HandlerPool& pool;
    RequestMetrics& metrics;
    std::unordered_map<WorkspaceId, std::unordered_set<LiveClient*>> clients = {};
};

/// One socket. Everything runs on the hub's thread; the database is asked on the pool.
class LiveClient : public std::enable_shared_from_this<LiveClient> {
public:
    LiveClient(tcp::socket socket, Request request, HubShared& hub)
        : stream_(std::move(socket)),
          recheck_timer_(stream_.get_executor()),
          request_(std::move(request)),
          hub_(hub) {
        ++hub_.metrics.live_connections;
        hub_.clients[request_.actor().workspace].insert(this);
    }

    ~LiveClient() {
        --hub_.metrics.live_connections;
        auto found = hub_.clients.find(request_.actor().workspace);
        if (found == hub_.clients.end()) return;
        found->second.erase(this);
        if (found->second.empty()) hub_.clients.erase(found);
    }

    /// `head` is the upgrade request as it came, and what was read after it.
    void start(std::string head) {
        stream_.set_option(
            websocket::stream_base::timeout{std::chrono::seconds(10), std::chrono::seconds(60), true});
        stream_.read_message_max(64 << 10);
        stream_.auto_fragment(false);
        stream_.text(true);
        stream_.async_accept(net::buffer(head), [self = shared_from_this()](Failure failed) {
            if (failed) return;
            self->open_ = true;
            self->recheck_later();
            self->read();
        });
    }

    void close(websocket::close_code code) {
        if (!open_ || closing_) return;
        closing_ = true;
        recheck_timer_.cancel();
        stream_.async_close(code, [self = shared_from_this()](Failure) {});
    }

    void on_event(live::Event const& event, Frame const& frame) {
        if (!open_ || closing_ || !topics_.contains(event.topic)) return;
        if (catching_up_) return held_.push_back({event.seq, frame});
        if (event.seq > sent_seq_) send(event.seq, frame);
    }

private:
    // --- frames from the client --------------------------------------------------------------------

    void read() {
        stream_.async_read(inbox_, [self = shared_from_this()](Failure failed, std::size_t) {
            if (failed) return self->recheck_timer_.cancel(), void();
            auto text =
                std::string(static_cast<char const*>(self->inbox_.data().data()), self->inbox_.size());
            self->inbox_.consume(self->inbox_.size());
            self->on_message(text);
            self->read();
        });
    }

    void on_message(std::string const& text) {
        Failure failed;
        boost::json::parse_options options;
        options.max_depth = 4;
        auto value = boost::json::parse(text, failed, {}, options);
        auto const* message = failed ? nullptr : value.if_object();
        auto const* op = message ? message->if_contains("op") : nullptr;
        auto const* topics = message ? message->if_contains("topics") : nullptr;
        bool known =
            op && op->is_string() && (op->get_string() == "subscribe" || op->get_string() == "unsubscribe");
        if (!known || !topics || !topics->is_array()) {
            return complain("live.unreadable",
                            R"(Send {"op": "subscribe", "topics": ["accounts", …], "after": SEQ}.)");
        }
        bool adds = op->get_string() == "subscribe";
        for (auto const& topic : topics->get_array()) {
            if (!topic.is_string()) return complain("live.unreadable", "A topic must be text.");
            change_topic(std::string(topic.get_string()), adds);
        }
        auto const* after = message->if_contains("after");
        if (adds && after && after->is_int64()) catch_up(after->get_int64());
    }

    void change_topic(std::string topic, bool adds) {
        if (!adds) {
            topics_.erase(topic);
        } else if (!may_follow(request_.actor(), topic)) {
            complain("live.forbidden_topic", "You may not follow " + topic + ".");
        } else if (topics_.size() >= topics_max) {
            complain("live.too_many_topics", "At most 200 topics at a time.");
        } else {
            topics_.insert(std::move(topic));
        }
    }

    void complain(std::string const& code, std::string const& detail) {
        send(0, std::make_shared<std::string const>(boost::json::serialize(
                    boost::json::object{{"kind", "error"}, {"code", code}, {"detail", detail}})));
    }

    // --- what was missed ---------------------------------------------------------------------------

    /// Sends the events after `seq`. Live ones are held back meanwhile, so that order is kept and
    /// nothing falls between the two.
    void catch_up(std::int64_t seq) {
        catching_up_ = true;
        on_pool([seq](std::shared_ptr<LiveClient> self) {
            auto missed = self->hub_.parts.feed.since(self->request_.actor().workspace, seq, caught_up_max);
            auto executor = self->stream_.get_executor();
            net::post(executor, [self = std::move(self), seq, missed = std::move(missed)] {
                self->caught_up(seq, missed);
            });
        });
    }

    void caught_up(std::int64_t seq, Result<std::optional<std::vector<live::Event>>> const& missed) {
        catching_up_ = false;
        auto held = std::exchange(held_, {});
        sent_seq_ = seq;
        if (!missed.ok() || !*missed || static_cast<int>((*missed)->size()) >= caught_up_max) {
            if (!missed.ok())
                log::failure(log::Level::warning, "missed events could not be read", missed.error());
            send(0, resync_frame());
        } else {
            for (auto const& event : **missed) {
                sent_seq_ = std::max(sent_seq_, event.seq);
                if (topics_.contains(event.topic))
                    send(event.seq, std::make_shared<std::string const>(event.json));
            }
        }
        for (auto const& [held_seq, frame] : held) {
            if (held_seq > sent_seq_) send(held_seq, frame);
        }
    }

    // --- frames to the client ----------------------------------------------------------------------

    void send(std::int64_t seq, Frame frame) {
        if (!open_ || closing_) return;
        sent_seq_ = std::max(sent_seq_, seq);
        ++hub_.metrics.live_frames;
        if (outbox_.size() >= frames_queued_max) {
            // The first may be on its way; the rest is told as one.
            outbox_.resize(1);
            outbox_.push_back(resync_frame());
            return;
        }
        outbox_.push_back(std::move(frame));
        if (outbox_.size() == 1) write();
    }

    void write() {
        stream_.async_write(net::buffer(*outbox_.front()),
                            [self = shared_from_this()](Failure failed, std::size_t) {
                                if (failed) return;
                                self->outbox_.pop_front();
                                if (!self->outbox_.empty() && !self->closing_) self->write();
                            });
    }

    // --- a session that ended ----------------------------------------------------------------------

    void recheck_later() {
        recheck_timer_.expires_after(recheck_time);
        recheck_timer_.async_wait([weak = weak_from_this()](Failure failed) {
            if (auto self = weak.lock(); self && !failed) self->recheck();
        });
    }

    void recheck() {
        on_pool([](std::shared_ptr<LiveClient> self) {
            Request again = self->request_;
            auto actor = self->hub_.parts.authenticator.authenticate(again);
            bool gone =
                (actor.ok() && !*actor) || (!actor.ok() && actor.error().kind != ErrorKind::unavailable);
            auto executor = self->stream_.get_executor();
            net::post(executor, [self = std::move(self), gone] {
                if (gone) return self->close(websocket::close_code::policy_error);
                if (self->open_ && !self->closing_) self->recheck_later();
            });
        });
    }

    /// Runs `act` on the pool. It posts its reference back, so that a client always dies on the
    /// hub's thread.
    template <class Act>
    void on_pool(Act act) {
        hub_.pool.resume([self = shared_from_this(), act]() mutable { act(std::move(self)); });
    }

    websocket::stream<tcp::socket, false> stream_;
    net::steady_timer recheck_timer_;
    Request const request_;
    HubShared& hub_;
    beast::flat_buffer inbox_;
    std::deque<Frame> outbox_;
    std::set<std::string, std::less<>> topics_;
    std::vector<std::pair<std::int64_t, Frame>> held_;
    std::int64_t sent_seq_ = 0;
    bool catching_up_ = false;
    bool open_ = false;
    bool closing_ = false;
};

/// The upgrade request again as text, for Beast's handshake.
std::string handshake_text(Request const& request) {
    std::string text = "GET /api/live HTTP/1.1\r\n";
    for (std::string_view name :
         {"host", "upgrade", "connection", "sec-websocket-key", "sec-websocket-version"}) {
        text += std::string(name) + ": " + std::string(request.header(name)) + "\r\n";
    }
    return text + "\r\n";
}

class AsioLiveHub final : public LiveHub {
public:
    AsioLiveHub(ServerParts const& parts, HandlerPool& pool, RequestMetrics& metrics)
        : shared_{parts, pool, metrics}, work_(net::make_work_guard(context_)) {}
    ~AsioLiveHub() override { stop(); }

    void start() override {
        subscription_ = shared_.parts.feed.listen([this](WorkspaceId workspace, live::Event const& event) {
            net::post(context_, [this, workspace, event] { on_event(workspace, event); });
        });
        thread_ = std::thread([this] {
            context_.run();
            ended_.set_value();
        });
    }

    void stop() override {
        if (!thread_.joinable()) return;
        subscription_.reset();
        net::post(context_, [this] {
            for (auto const& client : all_clients()) client->close(websocket::close_code::going_away);
            work_.reset();
        });
        ended_.get_future().wait_for(Millis{500});  // who has not answered the close by then is cut off
        context_.stop();
        thread_.join();
    }

    void adopt(int socket, Request request, std::string read_ahead) override {
        net::post(context_,
                  [this, socket, request = std::move(request), read_ahead = std::move(read_ahead)]() mutable {
                      Failure failed;
                      tcp::socket adopted(context_);
                      adopted.assign(tcp::v4(), socket, failed);
                      if (failed) return;
                      auto head = handshake_text(request) + read_ahead;
                      std::make_shared<LiveClient>(std::move(adopted), std::move(request), shared_)
                          ->start(std::move(head));
                  });
    }

private:
    std::vector<std::shared_ptr<LiveClient>> all_clients() {
        std::vector<std::shared_ptr<LiveClient>> all;
        for (auto const& [workspace, clients] : shared_.clients) {
            for (auto* client : clients) all.push_back(client->shared_from_this());
        }
        return all;
    }

    void on_event(WorkspaceId workspace, live::Event const& event) {
        auto found = shared_.clients.find(workspace);
        if (found == shared_.clients.end()) return;
        auto frame = std::make_shared<std::string const>(event.json);
        for (auto* client : found->second) client->on_event(event, frame);
    }

    HubShared shared_;  // before the context: clients in its queue use it when they go
    net::io_context context_{1};
    net::executor_work_guard<net::io_context::executor_type> work_;
    std::shared_ptr<void> subscription_;
    std::promise<void> ended_;
    std::thread thread_;
};

}  // namespace

void take_workspace_from_query(Request& request) {
    auto workspace = request.query_param("workspace");
    if (workspace && request.header("x-workspace-id").empty()) {
        request.headers.insert_or_assign("x-workspace-id", std::string(*workspace));
    }
}

Result<void> check_live_origin(Request const& request, std::string_view public_url) {
    if (request.header("cookie").empty() || !request.header("authorization").empty()) return {};
    auto origin = request.header("origin");
    if (origin.empty()) return {};  // every browser sends one
    auto host = std::string(request.header("host"));
    if (origin == "http://" + host || origin == "https://" + host) return {};
    auto own = public_url.substr(0, public_url.find('/', std::min<std::size_t>(8, public_url.size())));
    if (origin == own) return {};
    return Error{.kind = ErrorKind::forbidden,
                 .code = "live.bad_origin",
                 .detail = "A page of another address may not follow this workspace."};
}

std::unique_ptr<LiveHub> make_live_hub(ServerParts const& parts, HandlerPool& pool, RequestMetrics& metrics) {
    return std::make_unique<AsioLiveHub>(parts, pool, metrics);
}

}  // namespace roost::http
