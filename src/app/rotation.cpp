// rotation.cpp: first the key, then every table and file, then the proof that it is done.
#include "app/rotation.h"

#include <fcntl.h>

#include <vector>

#include "app/key_check.h"
#include "app/sql.h"
#include "core/crypto/master_key.h"
#include "core/crypto/sealed_file.h"
#include "core/db/sealed_column.h"
#include "core/http/idempotency.h"
#include "domains/accounts/store_sealed.h"
#include "domains/identity/store_workspaces.h"
#include "domains/proxies/store.h"

namespace roost::app {
namespace fs = std::filesystem;
namespace {

Result<void> take_new_key(Foundation& foundation) {
    auto const& configured = foundation.config.secrets.master_key;
    if (!configured.empty()) {
        return errors::conflict(
            "keys.configured",
            "The master key comes from secrets.master_key, and everything is sealed with its newest. Add a new key "
            "(openssl rand -hex 32) after it, separated by a comma or a line end, and run this again. Keep the "
            "former ones: backups from before need them.");
    }
    TRY(crypto::append_master_key(foundation.data_dir, foundation.random));
    auto keys = TRY(crypto::load_master_keys(configured, foundation.data_dir, foundation.random));
    foundation.keys = std::make_unique<crypto::Keyring>(std::move(keys), foundation.random);
    return {};
}

std::vector<db::SealedColumn> all_columns() {
    std::vector<db::SealedColumn> all;
    for (auto const& columns : {identity::store::sealed_columns(), accounts::store::sealed_columns(),
                                proxies::store::sealed_columns(), http::sealed_columns()}) {
        all.insert(all.end(), columns.begin(), columns.end());
    }
    return all;
}

Result<std::int64_t> reseal_tables(Foundation& foundation, Progress& progress) {
    auto& db = *foundation.db;
    auto workspaces =
        TRY(db.read([](db::Reader& reader) { return identity::store::all_workspaces(reader); }));
    workspaces.push_back(WorkspaceId{0});  // answers to those who were in none
    std::int64_t sealed = 0;
    for (auto const& column : all_columns()) {
        std::int64_t before = sealed;
        for (auto workspace : workspaces) {
            auto tell = [&](std::int64_t done) { progress.show(column.what, sealed - before + done, 0); };
            sealed += TRY(db::reseal(db, *foundation.keys, column, workspace, tell));
        }
    }
    return sealed;
}

Result<std::int64_t> reseal_files(Foundation& foundation, Progress& progress) {
    std::int64_t sealed = 0;
    std::error_code failed;
    for (auto const* folder : {"uploads", "evidence", "content"}) {
        auto root = foundation.data_dir / folder;
        if (!fs::exists(root, failed)) continue;
        for (fs::recursive_directory_iterator each(root, failed), end; !failed && each != end;
             each.increment(failed)) {
            if (!each->is_regular_file()) continue;
            if (TRY(crypto::reseal_file(each->path(), *foundation.keys))) progress.show("files", ++sealed, 0);
        }
        if (failed)
            return errors::unavailable("disk.io", "Cannot read " + root.string() + ": " + failed.message());
    }
    return sealed;
}

}  // namespace

Result<Rotation> rotate_secrets(Foundation& foundation, Progress& progress) {
    TRY(check_keys(*foundation.db, *foundation.keys, foundation.clock));
    if (TRY(is_proof_of_newest(*foundation.db, *foundation.keys))) TRY(take_new_key(foundation));
    Rotation rotation{.key = foundation.keys->newest_key_id()};
    rotation.values = TRY(reseal_tables(foundation, progress));
    rotation.files = TRY(reseal_files(foundation, progress));
    rotation.values += TRY(reseal_installation(*foundation.db, *foundation.keys, foundation.clock));
    return rotation;
}

}  // namespace roost::app
