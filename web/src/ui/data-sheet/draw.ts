// draw.ts: badges, meters and segments on the grid's canvas, in the colours of the tokens.
import { type CustomCell, type CustomRenderer, drawTextCell, GridCellKind } from "@glideapps/glide-data-grid";
import { format_number } from "@/lib/format";
import { type Scheme, SURFACES, type Tone, TONES } from "../tokens";
import type { CellData } from "./cell_data";
import { CellEditor } from "./CellEditor";

export type SheetCell = CustomCell<CellData>;
type Draw = Parameters<CustomRenderer<SheetCell>["draw"]>[0];

function rounded(ctx: CanvasRenderingContext2D, x: number, y: number, width: number, height: number, radius: number): void {
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, radius);
  ctx.fill();
}

function draw_badge({ ctx, rect, theme }: Draw, label: string, tone: Tone, scheme: Scheme): void {
  const { text, ground, mark } = TONES[scheme][tone];
  const height = 20;
  const x = rect.x + theme.cellHorizontalPadding;
  const y = rect.y + (rect.height - height) / 2;
  ctx.font = `500 12px ${theme.fontFamily}`;
  ctx.textBaseline = "middle";
  const width = ctx.measureText(label).width + 27;
  ctx.fillStyle = ground;
  rounded(ctx, x, y, width, height, 5);
  ctx.fillStyle = mark;
  ctx.beginPath();
  ctx.arc(x + 10, y + height / 2, 3, 0, Math.PI * 2);
  ctx.fill();
  ctx.fillStyle = text;
  ctx.fillText(label, x + 19, y + height / 2 + 0.5);
}

function draw_meter({ ctx, rect, theme }: Draw, used: number, of: number, scheme: Scheme): void {
  const x = rect.x + theme.cellHorizontalPadding;
  const middle = rect.y + rect.height / 2;
  const ratio = of > 0 ? Math.min(1, used / of) : 0;
  const tone: Tone = of > 0 && used >= of ? "amber" : "blue";
  ctx.fillStyle = theme.textDark;
  ctx.textBaseline = "middle";
  ctx.font = theme.baseFontFull;
  ctx.fillText(`${format_number(used)}/${format_number(of)}`, x, middle + 0.5);
  const bar_x = x + 44;
  const width = Math.max(0, Math.min(56, rect.x + rect.width - bar_x - theme.cellHorizontalPadding));
  ctx.fillStyle = TONES[scheme].grey.ground;
  rounded(ctx, bar_x, middle - 3, width, 6, 3);
  ctx.fillStyle = TONES[scheme][tone].mark;
  if (ratio > 0) rounded(ctx, bar_x, middle - 3, Math.max(6, width * ratio), 6, 3);
}

function draw_steps({ ctx, rect, theme }: Draw, done: number, of: number, tone: Tone, scheme: Scheme): void {
  const x = rect.x + theme.cellHorizontalPadding;
  const middle = rect.y + rect.height / 2;
  for (let step = 0; step < of; step += 1) {
    const is_next = step === done && done < of;
    ctx.fillStyle = step < done ? TONES[scheme].green.mark : is_next && tone !== "grey" ? TONES[scheme][tone].mark : TONES[scheme].grey.ground;
    rounded(ctx, x + step * 15, middle - 3, 12, 6, 2);
  }
  ctx.fillStyle = theme.textMedium;
  ctx.font = theme.baseFontFull;
  ctx.textBaseline = "middle";
  ctx.fillText(`${done}/${of}`, x + of * 15 + 6, middle + 0.5);
}

const fitted_texts = new Map<string, string>();
const FITTED_KEPT = 4000;
/** Texts whose letters could all be this wide need no measuring. */
const WIDEST_PX = 13;

/** The text as far as it goes into the width, with a sign that there is more. */
function fitted(ctx: CanvasRenderingContext2D, text: string, width: number): string {
  if (text.length * WIDEST_PX < width) return text;
  const key = `${ctx.font}|${width}|${text}`;
  const known = fitted_texts.get(key);
  if (known !== undefined) return known;
  let [fits, beyond] = [0, text.length + 1];
  while (beyond - fits > 1) {
    const middle = Math.floor((fits + beyond) / 2);
    const tried = middle === text.length ? text : `${text.slice(0, middle)}…`;
    if (ctx.measureText(tried).width <= width) fits = middle;
    else beyond = middle;
  }
  const shown = fits === text.length ? text : `${text.slice(0, fits).trimEnd()}…`;
  if (fitted_texts.size >= FITTED_KEPT) fitted_texts.clear();
  fitted_texts.set(key, shown);
  return shown;
}

function draw_text(args: Draw, data: CellData & { shape: "text" }, scheme: Scheme): void {
  const { ctx, theme, rect } = args;
  const tone = data.is_invalid ? "red" : data.tone;
  if (data.is_invalid) {
    ctx.fillStyle = TONES[scheme].red.ground;
    ctx.fillRect(rect.x + 1, rect.y + 1, rect.width - 1, rect.height - 1);
  }
  const color = tone ? TONES[scheme][tone].text : SURFACES[scheme].text;
  ctx.font = data.is_link ? `550 13px ${theme.fontFamily}` : theme.baseFontFull;
  const text = fitted(ctx, data.text, rect.width - 2 * theme.cellHorizontalPadding);
  drawTextCell({ ...args, theme: { ...theme, textDark: color } }, text, data.align);
}

export const make_renderer = (scheme: Scheme): CustomRenderer<SheetCell> => ({
  kind: GridCellKind.Custom,
  isMatch: (cell): cell is SheetCell => "shape" in (cell.data as object),
  draw: (args, cell) => {
    const { data } = cell;
    switch (data.shape) {
      case "badge":
        return draw_badge(args, data.label, data.badge, scheme);
      case "meter":
        return draw_meter(args, data.used, data.of, scheme);
      case "steps":
        return draw_steps(args, data.done, data.of, data.steps, scheme);
      case "text":
        return draw_text(args, data, scheme);
    }
  },
  provideEditor: (cell) =>
    cell.data.editor ? { editor: CellEditor, disablePadding: true, disableStyling: true } : undefined,
});
