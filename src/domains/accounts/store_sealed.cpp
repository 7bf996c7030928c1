// store_sealed.cpp: passwords and extra fields of accounts, and those that an undo would bring back.
#include "domains/accounts/store_sealed.h"

#include "domains/accounts/secrets.h"
#include "domains/accounts/sql.h"

namespace roost::accounts::store {

std::vector<db::SealedColumn> sealed_columns() {
    auto password = [](WorkspaceId workspace, std::int64_t, std::string const& username) {
        return password_context(workspace, username);
    };
    auto extra = [](WorkspaceId workspace, std::int64_t, std::string const& username) {
        return extra_context(workspace, username);
    };
    return {
        {.what = "passwords of accounts",
         .page = &sql::password_boxes,
         .put = &sql::put_password_boxes,
         .context = password},
        {.what = "extra fields of accounts",
         .page = &sql::extra_boxes,
         .put = &sql::put_extra_boxes,
         .context = extra},
        {.what = "passwords to undo to",
         .page = &sql::undo_password_boxes,
         .put = &sql::put_undo_password_boxes,
         .context = password},
        {.what = "extra fields to undo to",
         .page = &sql::undo_extra_boxes,
         .put = &sql::put_undo_extra_boxes,
         .context = extra},
    };
}

}  // namespace roost::accounts::store
