// attention_links.ts: what needs a person, in order of urgency, each with the page where it is settled.
import { paths } from "@/lib/paths";
import type { Tone } from "@/ui/tokens";
import type { Attention } from "./attention";

export interface AttentionLink {
  key: "review" | "failing" | "no_proxy";
  count: number;
  tone: Tone;
  href: string;
}

export function attention_links(attention: Attention): AttentionLink[] {
  const links: AttentionLink[] = [
    { key: "review", count: attention.review, tone: "violet", href: paths.review() },
    { key: "failing", count: attention.failing_proxies, tone: "red", href: `${paths.proxies()}?f.status=failing` },
    { key: "no_proxy", count: attention.without_proxy, tone: "amber", href: `${paths.accounts()}?f.proxy_id=null:` },
  ];
  return links.filter((link) => link.count > 0);
}
