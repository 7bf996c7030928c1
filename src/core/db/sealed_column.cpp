// sealed_column.cpp: pages of boxes, opened with the key they name and sealed with the newest.
#include "core/db/sealed_column.h"

#include <numeric>

#include "core/base/base64.h"
#include "core/db/rows.h"

namespace roost::db {
namespace {

constexpr std::int64_t page_rows = 500;

struct Box {
    std::int64_t id = 0;
    std::string kept;  // as the column has it
    std::string name;
    std::string renewed;
};

using Boxes = std::vector<Box>;

Result<Boxes> read_page(Db& db, SealedColumn const& column, WorkspaceId workspace, std::int64_t after) {
    return db.read([&](Reader& reader) {
        return reader.list(*column.page,
                           {{"workspace_id", workspace}, {"after", after}, {"limit", page_rows}},
                           [&](Row const& row) {
                               Columns in{row};
                               Box box{.id = in.next<std::int64_t>()};
                               box.kept = column.kept == SealedColumn::Kept::bytes ? in.next_bytes()
                                                                                   : in.next<std::string>();
                               box.name = in.next<std::string>();
                               return box;
                           });
    });
}

/// Those that an older key has sealed, sealed anew.
Result<Boxes> renew(Boxes page, crypto::Keyring const& keys, SealedColumn const& column,
                    WorkspaceId workspace) {
    Boxes renewed;
    bool base64 = column.kept == SealedColumn::Kept::base64;
    for (auto& box : page) {
        auto bytes = base64 ? text::base64_decode(box.kept) : std::optional(box.kept);
        if (!bytes) return errors::internal(std::string(column.what) + ": a box is no base64");
        if (crypto::Keyring::key_id(*bytes) == keys.newest_key_id()) continue;
        auto context = column.context(workspace, box.id, box.name);
        auto sealed = keys.seal(TRY(keys.open(*bytes, context)).reveal(), context);
        box.renewed = base64 ? text::base64_encode(sealed) : std::move(sealed);
        renewed.push_back(std::move(box));
    }
    return renewed;
}

Result<std::int64_t> put_together(Tx& tx, SealedColumn const& column, WorkspaceId workspace,
                                  Boxes const& boxes) {
    Rows rows(3);
    for (auto const& box : boxes) {
        rows.add(box.id);
        rows.add(box.renewed);
        rows.add(box.kept);
    }
    std::vector<std::uint32_t> all(boxes.size());
    std::iota(all.begin(), all.end(), 0u);
    return tx.execute(*column.put, {{"workspace_id", workspace}, {"rows", SomeRows{&rows, all}}});
}

Result<std::int64_t> put_each(Tx& tx, SealedColumn const& column, WorkspaceId workspace, Boxes const& boxes) {
    std::int64_t changed = 0;
    for (auto const& box : boxes) {
        changed += TRY(tx.execute(*column.put, {{"workspace_id", workspace},
                                                {"id", box.id},
                                                {"box", Bytes{box.renewed}},
                                                {"former", Bytes{box.kept}}}));
    }
    return changed;
}

}  // namespace

Result<std::int64_t> reseal(Db& db, crypto::Keyring const& keys, SealedColumn const& column,
                            WorkspaceId workspace, std::function<void(std::int64_t)> const& on_done) {
    std::int64_t sealed = 0;
    for (std::int64_t after = 0;;) {
        auto page = TRY(read_page(db, column, workspace, after));
        if (page.empty()) return sealed;
        after = page.back().id;
        auto boxes = TRY(renew(std::move(page), keys, column, workspace));
        if (boxes.empty()) continue;
        sealed += TRY(db.write(workspace, [&](Tx& tx) {
            return column.kept == SealedColumn::Kept::base64 ? put_together(tx, column, workspace, boxes)
                                                             : put_each(tx, column, workspace, boxes);
        }));
        on_done(sealed);
    }
}

}  // namespace roost::db
