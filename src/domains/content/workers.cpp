// workers.cpp: the background work of content.
#include "domains/content/workers.h"

namespace roost::content {

void register_jobs(jobs::Runner& runner, Content& content) {
    runner.handle("content.sweep", [&content](jobs::JobContext& context) -> Result<boost::json::value> {
        TRY(content.sweep(context.job().workspace));
        return boost::json::value(nullptr);
    });
    runner.handle("content.sweep_all", [&content](jobs::JobContext&) -> Result<boost::json::value> {
        TRY(content.sweep_all());
        return boost::json::value(nullptr);
    });
    runner.schedule({.kind = "content.sweep_all", .every = Millis{3'600'000}});
}

}  // namespace roost::content
