// store_sealed.h: which columns of accounts are sealed, for a new master key.
#pragma once

#include "core/db/sealed_column.h"

namespace roost::accounts::store {

std::vector<db::SealedColumn> sealed_columns();

}  // namespace roost::accounts::store
