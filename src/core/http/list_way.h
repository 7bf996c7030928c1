// list_way.h: how a page of a list is found: along an index, or from its order in memory.
#pragma once

#include "core/http/list.h"

namespace roost::http {

enum class Way { walk, order };

/// A page near the beginning (or after a cursor) of a list whose sort an index serves is walked when
/// all or most rows on the way match; so is every page of a list that is not long. Pure.
Way choose_way(ListSpec const& spec, ListQuery const& query);

}  // namespace roost::http
