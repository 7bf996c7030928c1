// proxy_words.ts: a proxy in one line: one host sells many, so the user and the place tell them apart.
import type { Schemas } from "@/api/types";
import { full_address } from "./proxy_names";

type Proxy = Schemas["Proxy"];

export const proxy_place = ({ city, country, location }: Proxy): string => [city, country].filter(Boolean).join(", ") || location;

export const proxy_words = (proxy: Proxy): string => [full_address(proxy), proxy_place(proxy)].filter(Boolean).join(" · ");
