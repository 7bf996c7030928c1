// adhoc.h: queries made on the fly for the tests of core/db itself.
#pragma once

#include <string>
#include <vector>

#include "core/db/closure.h"
#include "core/db/db.h"

namespace roost::db::tests {

/// A query with its own text per engine; $1…$n belong to `names` in that order.
class AdHoc {
public:
    AdHoc(std::string text, std::vector<std::string_view> names = {}) : AdHoc(text, text, std::move(names)) {}
    AdHoc(std::string sqlite, std::string postgres, std::vector<std::string_view> names)
        : sqlite_(std::move(sqlite)),
          postgres_(std::move(postgres)),
          names_(std::move(names)),
          query_{"test.adhoc", sqlite_, postgres_, names_} {}
    AdHoc(AdHoc const&) = delete;
    operator Query const&() const { return query_; }

private:
    std::string sqlite_, postgres_;
    std::vector<std::string_view> names_;
    Query query_;
};

/// Runs statements of setup; must succeed.
inline Result<void> run_script(Db& db, std::string_view sql) {
    return db.write(WorkspaceId{0}, [&](Tx& tx) { return dynamic_cast<Maintenance&>(tx).script(sql); });
}

/// The integer a query without parameters gives.
inline Result<std::int64_t> number(Db& db, std::string const& sql) {
    AdHoc query(sql);
    return db.read([&](Reader& reader) { return reader.scalar<std::int64_t>(query, {}); });
}

}  // namespace roost::db::tests
