// FilterBar.tsx: each filter as a chip that opens its editor, and a button for one more.
import { Button, CloseButton, Menu, Popover, UnstyledButton } from "@mantine/core";
import { IconFilterPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./FilterBar.module.css";
import { FilterEditor } from "./FilterEditor";
import { filter_words } from "./filter_words";
import { set_filter } from "./query";
import type { SheetColumn, SheetQuery } from "./types";

interface FilterBarProps<Row> {
  columns: SheetColumn<Row>[];
  query: SheetQuery;
  set_query: (query: SheetQuery) => void;
}

export function FilterBar<Row>({ columns, query, set_query }: FilterBarProps<Row>) {
  const { t } = useTranslation();
  const [open, set_open] = useState<string | null>(null);
  const filterable = columns.filter((column) => column.filterable !== false);
  const active = filterable.filter((column) => column.key in query.filters);
  const opened = filterable.find((column) => column.key === open);
  const shown = opened && !active.includes(opened) ? [...active, opened] : active;
  const unknown = Object.keys(query.filters).filter((key) => !filterable.some((column) => column.key === key));
  return (
    <>
      {shown.map((column) => {
        const text = query.filters[column.key] ?? "";
        return (
          <Popover key={column.key} opened={open === column.key} onChange={(is) => set_open(is ? column.key : null)} position="bottom-start" trapFocus>
            <Popover.Target>
              <span className={classes.chip} data-active={text !== "" || undefined}>
                <UnstyledButton className={classes.words} onClick={() => set_open(column.key)}>
                  <span className={classes.name}>{column.title}</span> {text !== "" && filter_words(column, text)}
                </UnstyledButton>
                <CloseButton
                  size={18}
                  aria-label={t("sheet.remove_filter", { column: column.title })}
                  onClick={() => {
                    set_open(null);
                    set_query(set_filter(query, column.key, null));
                  }}
                />
              </span>
            </Popover.Target>
            <Popover.Dropdown>
              <FilterEditor
                column={column}
                text={text}
                apply={(next) => {
                  set_open(null);
                  set_query(set_filter(query, column.key, next));
                }}
              />
            </Popover.Dropdown>
          </Popover>
        );
      })}
      {unknown.map((key) => (
        <span key={key} className={classes.chip} data-active>
          <span className={classes.words}>{`${key} ${query.filters[key]}`}</span>
          <CloseButton size={18} aria-label={t("sheet.remove_filter", { column: key })} onClick={() => set_query(set_filter(query, key, null))} />
        </span>
      ))}
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="subtle" color="gray" size="compact-sm" fz={13} leftSection={<IconFilterPlus size={15} stroke={1.600} />}>
            {t("sheet.filter")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
          {filterable.map((column) => (
            <Menu.Item key={column.key} onClick={() => set_open(column.key)}>
              {column.title}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
