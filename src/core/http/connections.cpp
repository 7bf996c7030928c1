// connections.cpp: the threads of all connections, and their end.
#include "core/http/connections.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

#include "core/http/connection.h"

namespace roost::http {
namespace {

/// The threads and what runs on them.
class AsioConnections final : public Connections {
public:
    AsioConnections(SocketHost host, int threads)
        : context_(threads),
          work_(net::make_work_guard(context_)),
          shared_(std::make_shared<ConnectionsShared>(std::move(host))) {
        for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { context_.run(); });
    }
    ~AsioConnections() override { close(); }

    void add(int descriptor) override {
        Connection::Socket socket(net::make_strand(context_));
        Connection::Failure failed;
        socket.assign(net::ip::tcp::v4(), descriptor, failed);
        if (failed) return;
        std::make_shared<Connection>(std::move(socket), shared_)->start();
    }

    bool drain(Millis grace) override {
        shared_->stopping = true;
        for (auto const& connection : all()) connection->drain();
        return wait_until_empty(grace);
    }

    void close() override {
        if (threads_.empty()) return;
        shared_->stopping = true;
        for (auto const& connection : all()) connection->cut();
        wait_until_empty(Millis{2'000});
        context_.stop();
        for (auto& thread : threads_) thread.join();
        threads_.clear();
    }

private:
    bool wait_until_empty(Millis at_most) {
        std::unique_lock lock(shared_->mutex);
        return shared_->changed.wait_for(lock, at_most, [&] { return shared_->connections.empty(); });
    }

    std::vector<std::shared_ptr<Connection>> all() {
        std::vector<std::shared_ptr<Connection>> alive;
        std::lock_guard lock(shared_->mutex);
        for (auto* connection : shared_->connections) {
            if (auto one = connection->weak_from_this().lock()) alive.push_back(std::move(one));
        }
        return alive;
    }

    net::io_context context_;
    net::executor_work_guard<net::io_context::executor_type> work_;
    std::shared_ptr<ConnectionsShared> shared_;
    std::vector<std::thread> threads_;
};

}  // namespace

std::unique_ptr<Connections> make_connections(SocketHost host, int threads) {
    return std::make_unique<AsioConnections>(std::move(host), threads);
}

}  // namespace roost::http
