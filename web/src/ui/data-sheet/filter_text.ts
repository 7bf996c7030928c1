// filter_text.ts: the text of one column's filter, taken apart for its editor and put together again.
export type FilterOperator =
  | "contains" | "starts" | "is" | "ne" | "gte" | "lte" | "gt" | "lt" | "between" | "any_of" | "null" | "not_null";

export interface ParsedFilter {
  operator: FilterOperator;
  values: string[];
}

const PREFIXED = ["contains", "starts", "gte", "lte", "gt", "lt", "ne"] as const;

export function parse_filter(text: string): ParsedFilter {
  if (text === "null:") return { operator: "null", values: [] };
  if (text === "ne:null:") return { operator: "not_null", values: [] };
  if (text.startsWith("between:")) {
    const [low = "", high = ""] = text.slice("between:".length).split("..");
    return { operator: "between", values: [low, high] };
  }
  for (const operator of PREFIXED) {
    if (text.startsWith(`${operator}:`)) return { operator, values: [text.slice(operator.length + 1)] };
  }
  const values = text.split(",").filter((value) => value !== "");
  return values.length === 1 ? { operator: "is", values } : { operator: "any_of", values };
}

export function format_filter({ operator, values }: ParsedFilter): string {
  const [first = "", second = ""] = values;
  switch (operator) {
    case "null":
      return "null:";
    case "not_null":
      return "ne:null:";
    case "between":
      if (first === "" && second === "") return "";
      if (second === "") return `gte:${first}`;
      return first === "" ? `lte:${second}` : `between:${first}..${second}`;
    case "is":
      return first;
    case "any_of":
      return values.join(",");
    default:
      return first === "" ? "" : `${operator}:${first}`;
  }
}
