// key_check.cpp: writes or opens the proof that the master key fits the database.
#include "app/key_check.h"

#include <algorithm>
#include <vector>

#include "app/sql.h"

namespace roost::app {
namespace {

constexpr std::string_view proof_name = "key_proof";
constexpr std::string_view proof_context = "installation/key_proof";

Result<std::optional<std::string>> stored_proof(db::Reader& reader) {
    return reader.optional(sql::installation_value, {{"name", proof_name}},
                           [](db::Row const& row) { return db::Columns(row).next_bytes(); });
}

Result<void> put(db::Tx& tx, std::string_view name, std::string_view box, Clock const& clock) {
    TRY(tx.execute(sql::put_installation_value,
                   {{"name", name}, {"value", db::Bytes{box}}, {"now", clock.now()}}));
    return {};
}

Result<void> write_proof(db::Tx& tx, crypto::Keyring const& keys, Clock const& clock) {
    if (TRY(stored_proof(tx))) return {};  // another node was first
    auto box = keys.seal("roost", proof_context);
    return put(tx, proof_name, box, clock);
}

struct Sealed {
    std::string name;
    std::string box;
};

/// Those of the installation that an older key has sealed; the proof is the last.
Result<std::vector<Sealed>> sealed_before(db::Reader& reader, crypto::Keyring const& keys) {
    auto all = TRY(reader.list(sql::installation_values, {}, [](db::Row const& row) {
        db::Columns in{row};
        auto name = in.next<std::string>();
        return Sealed{std::move(name), in.next_bytes()};
    }));
    std::erase_if(all, [&](auto const& one) {
        auto id = crypto::Keyring::key_id(one.box);
        return id == 0 || id == keys.newest_key_id();
    });
    std::ranges::partition(all, [](auto const& one) { return one.name != proof_name; });
    return all;
}

}  // namespace

Result<bool> is_proof_of_newest(db::Db& db, crypto::Keyring const& keys) {
    auto proof = TRY(db.read([](db::Reader& reader) { return stored_proof(reader); }));
    return proof && crypto::Keyring::key_id(*proof) == keys.newest_key_id();
}

Result<std::int64_t> reseal_installation(db::Db& db, crypto::Keyring const& keys, Clock const& clock) {
    return db.write(WorkspaceId{}, [&](db::Tx& tx) -> Result<std::int64_t> {
        auto former = TRY(sealed_before(tx, keys));
        for (auto const& [name, box] : former) {
            auto context = "installation/" + name;
            TRY(put(tx, name, keys.seal(TRY(keys.open(box, context)).reveal(), context), clock));
        }
        return static_cast<std::int64_t>(former.size());
    });
}

Result<bool> has_key_proof(db::Db& db) {
    return db.read([](db::Reader& reader) -> Result<bool> {
        if (TRY(reader.scalar<std::int64_t>(sql::installation_tables, {})) == 0) return false;
        return TRY(stored_proof(reader)).has_value();
    });
}

Result<void> check_keys(db::Db& db, crypto::Keyring const& keys, Clock const& clock) {
    auto proof = TRY(db.read([](db::Reader& reader) { return stored_proof(reader); }));
    if (!proof) {
        return db.write(WorkspaceId{}, [&](db::Tx& tx) { return write_proof(tx, keys, clock); });
    }
    if (keys.open(*proof, proof_context).ok()) return {};
    return Error{.kind = ErrorKind::internal,
                 .code = "keys.wrong",
                 .detail =
                     "The master key does not fit this database: it was sealed with another one. Put "
                     "the right key into secrets.master_key or data/master.key; a new key can't open "
                     "what the old one closed."};
}

}  // namespace roost::app
