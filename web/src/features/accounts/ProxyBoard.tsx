// ProxyBoard.tsx: proxies beside the account grid, to drop rows on; by keyboard each takes the chosen rows with a button.
import { Button, CloseButton, ScrollArea, Skeleton, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/types";
import { format_number } from "@/lib/format";
import { useLiveQuery } from "@/lib/use_live";
import type { ChosenRows } from "@/ui/data-sheet/types";
import { ROWS_MIME } from "@/ui/data-sheet/use_row_drag";
import { ErrorState } from "@/ui/ErrorState";
import { ToneBadge } from "@/ui/ToneBadge";
import classes from "./ProxyBoard.module.css";
import { full_address } from "./proxy_names";
import { room_for } from "./proxy_room";
import { proxy_place } from "./proxy_words";
import { board_proxies_query } from "./queries";

type Proxy = Schemas["Proxy"];

interface ProxyBoardProps {
  /** What would be moved: dragged rows, else the chosen ones. */
  rows: ChosenRows | null;
  is_dragging: boolean;
  move: (rows: ChosenRows, proxy_id: number | null) => void;
  model_name: (id: number) => string | undefined;
  close?: () => void;
}

const DELAY_MS = 250;

interface PlaceProps {
  title: string;
  text?: string;
  room?: ReturnType<typeof room_for>;
  rows: ChosenRows | null;
  on_move: (rows: ChosenRows) => void;
}

/** One place to drop on, and its button. */
function Place({ title, text, room, rows, on_move }: PlaceProps) {
  const { t } = useTranslation();
  const [is_over, set_over] = useState(false);
  const is_closed = room?.is_closed ?? false;
  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(ROWS_MIME)) return;
    set_over(true);
    if (is_closed) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  };
  const leave = ({ currentTarget, relatedTarget }: DragEvent) => {
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) set_over(false);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    set_over(false);
    if (rows !== null) on_move(rows);
  };
  const count = rows?.count ?? 0;
  return (
    <div className={classes.place} data-over={is_over || undefined} data-closed={is_closed || undefined} onDragEnter={over} onDragOver={over} onDragLeave={leave} onDrop={drop}>
      <div className={classes.words}>
        <span className={classes.address}>{title}</span>
        <span className={classes.meta}>
          {room && <ToneBadge tone={room.tone}>{room.words}</ToneBadge>}
          {text && <span className={classes.about}>{text}</span>}
        </span>
      </div>
      {count > 0 && !is_closed && (
        <Button variant="default" size="compact-xs" aria-label={t("accounts.board.move_to", { address: title })} onClick={() => rows && on_move(rows)}>
          {t("accounts.board.move")}
        </Button>
      )}
    </div>
  );
}

export function ProxyBoard({ rows, is_dragging, move, model_name, close }: ProxyBoardProps) {
  const { t } = useTranslation();
  const [search, set_search] = useState("");
  const [asked] = useDebouncedValue(search.trim(), DELAY_MS);
  const query = board_proxies_query(asked);
  const { data, error, refetch } = useQuery(query);
  // A move is news of accounts; what changes slots by hand is news of proxies.
  useLiveQuery("accounts", query.queryKey);
  useLiveQuery("proxies", query.queryKey);
  const count = rows?.count ?? 0;
  const about = (proxy: Proxy) =>
    [proxy_place(proxy), proxy.assigned_model_id !== null && t("accounts.board.kept", { model: model_name(proxy.assigned_model_id) ?? `#${proxy.assigned_model_id}` })]
      .filter(Boolean)
      .join(" · ");
  return (
    <aside className={classes.board} data-floating={close === undefined || undefined} aria-label={t("accounts.board.title")}>
      <div className={classes.head}>
        <h2 className={classes.title}>{t("accounts.board.title")}</h2>
        {close && <CloseButton aria-label={t("common.close")} onClick={close} />}
      </div>
      <Text size="sm" c="dimmed" px={20} role="status">
        {count === 0 ? t("accounts.board.hint") : t(is_dragging ? "accounts.board.drop" : "accounts.board.chosen", { count, number: format_number(count) })}
      </Text>
      {close && (
        <TextInput
          mx={20} mt={10} size="sm" value={search} aria-label={t("accounts.board.search")} placeholder={t("accounts.board.search")}
          leftSection={<IconSearch size={14} />} onChange={(event) => set_search(event.currentTarget.value)}
        />
      )}
      <ScrollArea className={classes.body}>
        {error ? (
          <ErrorState error={error} retry={() => void refetch()} />
        ) : data === undefined ? (
          <Skeleton h={220} m={20} />
        ) : (
          <ul className={classes.list}>
            {asked === "" && data.total > 0 && (
              <li>
                <Place title={t("accounts.dialog.proxy_any")} text={t("accounts.board.any_hint")} rows={rows} on_move={(chosen) => move(chosen, null)} />
              </li>
            )}
            {data.items.map((proxy) => (
              <li key={proxy.id}>
                <Place title={full_address(proxy)} text={about(proxy)} room={room_for(proxy, count)} rows={rows} on_move={(chosen) => move(chosen, proxy.id)} />
              </li>
            ))}
          </ul>
        )}
        {data && data.items.length < data.total && <p className={classes.more}>{t("accounts.board.more", { count: data.total - data.items.length, number: format_number(data.total - data.items.length) })}</p>}
        {data && data.total === 0 && <p className={classes.more}>{t(asked === "" ? "accounts.board.none" : "sheet.no_match")}</p>}
      </ScrollArea>
    </aside>
  );
}
