// CellEditor.tsx: what opens over a cell: a field, or the list of states; it says at once why a text will not be taken.
import type { ProvideEditorComponent } from "@glideapps/glide-data-grid";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { ToneBadge } from "../ToneBadge";
import classes from "./CellEditor.module.css";
import type { SheetCell } from "./draw";

type Movement = readonly [-1 | 0 | 1, -1 | 0 | 1];

function movement_of(event: KeyboardEvent): Movement | null {
  if (event.key === "Enter" && !event.altKey) return [0, event.shiftKey ? -1 : 1];
  if (event.key === "Tab") return [event.shiftKey ? -1 : 1, 0];
  return null;
}

export const CellEditor: ProvideEditorComponent<SheetCell> = ({ value, initialValue, onFinishedEditing, target, onChange }) => {
  const { t } = useTranslation();
  const spec = value.data.editor;
  const options = spec?.options;
  const [text, set_text] = useState(initialValue ?? (options ? "" : (spec?.initial ?? "")));
  const [picked, set_picked] = useState(0);
  const found = options?.filter((option) => option.label.toLowerCase().includes(text.trim().toLowerCase())) ?? [];
  const reason = options ? (found.length === 0 ? t("sheet.no_such_state") : null) : (spec?.reason(text) ?? null);

  const with_text = (edited: string): SheetCell => ({ ...value, data: { ...value.data, edited } });
  const type = (next: string) => {
    set_text(next);
    set_picked(0);
    onChange(with_text(next));
  };
  const on_key = (event: KeyboardEvent) => {
    if (options && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      set_picked((now) => Math.max(0, Math.min(found.length - 1, now + step)));
      return;
    }
    const movement = movement_of(event);
    if (movement === null) return;
    // Finishing here, with the text this field holds, leaves no moment in which a fast Enter could lose the last key.
    event.preventDefault();
    event.stopPropagation();
    onFinishedEditing(with_text(options ? (found[picked]?.label ?? text) : text), movement);
  };

  return (
    <div className={classes.editor} style={{ minWidth: target.width, minHeight: target.height }}>
      <input
        className={classes.input}
        value={text}
        autoFocus
        aria-label={t("sheet.edit_cell")}
        aria-invalid={reason !== null}
        placeholder={options ? value.data.copy : undefined}
        style={{ height: target.height }}
        onChange={(event) => type(event.target.value)}
        onKeyDown={on_key}
        onFocus={(event) => (initialValue === undefined ? event.target.select() : undefined)}
      />
      {options && found.length > 0 && (
        <div className={classes.options} role="listbox" aria-label={t("sheet.states")}>
          {found.map((option, index) => (
            <div
              key={option.value}
              role="option"
              tabIndex={-1}
              aria-selected={index === picked}
              className={classes.option}
              onPointerDown={(event) => {
                event.preventDefault();
                onFinishedEditing(with_text(option.label), [0, 0]);
              }}
            >
              <ToneBadge tone={option.tone}>{option.label}</ToneBadge>
            </div>
          ))}
        </div>
      )}
      {reason !== null && (
        <div className={classes.reason} role="alert">
          {reason}
        </div>
      )}
    </div>
  );
};
