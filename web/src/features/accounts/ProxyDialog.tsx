// ProxyDialog.tsx: giving accounts a proxy: any free slot, or one chosen by address.
import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import { FormDialog } from "@/ui/FormDialog";
import { proxy_words } from "./proxy_words";
import { available_proxies_query } from "./queries";
import type { DialogProps } from "./use_account_actions";

const ANY = "any";
const DELAY_MS = 250;

export function ProxyDialog({ count, close, send }: DialogProps) {
  const { t } = useTranslation();
  const [choice, set_choice] = useState<string | null>(ANY);
  const [search, set_search] = useState("");
  const [asked] = useDebouncedValue(search, DELAY_MS);
  const [picked, set_picked] = useState(t("accounts.dialog.proxy_any"));
  // What is chosen stands in the field as well: only what is typed over it is searched for.
  const { data } = useQuery(available_proxies_query(asked === picked ? "" : asked));
  const found = data?.items.map((proxy) => ({ value: String(proxy.id), label: `${proxy_words(proxy)} · ${proxy.account_count}/${proxy.max_accounts}` }));
  return (
    <FormDialog
      title={t("accounts.dialog.proxy_title", { count, number: format_number(count) })}
      submit={t("accounts.dialog.give")}
      can_submit={choice !== null}
      close={close}
      on_submit={() => send("assign-proxies", choice === ANY ? {} : { proxy_id: Number(choice) })}
    >
      <Select
        label={t("accounts.dialog.proxy")}
        data={[{ value: ANY, label: t("accounts.dialog.proxy_any") }, ...(found ?? [])]}
        value={choice}
        onChange={(value, option) => {
          set_choice(value);
          set_picked(option?.label ?? "");
        }}
        searchable
        onSearchChange={set_search}
        filter={({ options }) => options}
        data-autofocus
      />
    </FormDialog>
  );
}
