// key_check.cpp: writes or opens the proof that the master key fits the database.
#include "app/key_check.h"

#include "app/sql.h"

namespace roost::app {
namespace {

constexpr std::string_view proof_name = "key_proof";
constexpr std::string_view proof_context = "installation/key_proof";

Result<std::optional<std::string>> stored_proof(db::Reader& reader) {
    return reader.optional(sql::installation_value, {{"name", proof_name}},
                           [](db::Row const& row) { return db::Columns(row).next_bytes(); });
}

Result<void> write_proof(db::Tx& tx, crypto::Keyring const& keys, Clock const& clock) {
    if (TRY(stored_proof(tx))) return {};  // another node was first
    auto box = keys.seal("roost", proof_context);
    TRY(tx.execute(sql::put_installation_value,
                   {{"name", proof_name}, {"value", db::Bytes{box}}, {"now", clock.now()}}));
    return {};
}

}  // namespace

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
