// sheet.ts: the grid as a person sees it: cells by column and row, for reading in the table behind the canvas and for the mouse.
import { expect, type Locator, type Page } from "@playwright/test";
import { account_columns } from "@/features/accounts/columns";
import { proxy_columns } from "@/features/proxies/columns";
import { visible, width_of } from "@/ui/data-sheet/layout";
import type { SheetColumn } from "@/ui/data-sheet/types";

const MARKER = 53;
const HEADER = 35;
export const ROW = 28;

interface Place {
  key: string;
  width: number;
}

const places = <Row>(columns: SheetColumn<Row>[]): Place[] =>
  visible(columns, {}).columns.map((column) => ({ key: column.key, width: width_of(column, {}) }));

const COLUMNS = {
  accounts: places(account_columns({ may_change: true, models: [] })),
  proxies: places(proxy_columns({ may_change: true, model_name: () => undefined })),
};

type Click = Parameters<Locator["click"]>[0] & { shift?: boolean };

export class Sheet {
  private constructor(
    private readonly page: Page,
    private readonly frame: Locator,
    private readonly columns: Place[],
  ) {}

  /** Opens a page that shows a list, and waits for its first row. */
  static async open(page: Page, kind: keyof typeof COLUMNS, path = `/${kind}`, name: string = kind): Promise<Sheet> {
    await page.goto(path);
    return Sheet.on(page, kind, name);
  }

  static async on(page: Page, kind: keyof typeof COLUMNS, name: string = kind): Promise<Sheet> {
    const sheet = new Sheet(page, page.getByTestId(`sheet-${name}`), COLUMNS[kind]);
    await expect(page.locator("#glide-cell-1-0")).toHaveText(/./);
    return sheet;
  }

  private index(key: string): number {
    const found = this.columns.findIndex((column) => column.key === key);
    if (found < 0) throw new Error(`no column ${key}`);
    return found;
  }

  /** What the table for screen readers says; only rows in view are in it. */
  cell(key: string, row: number): Locator {
    return this.page.locator(`#glide-cell-${this.index(key) + 1}-${row}`);
  }

  header(title: string): Locator {
    return this.page.locator("[role=columnheader]", { hasText: title });
  }

  private left(key: string): number {
    return this.columns.slice(0, this.index(key)).reduce((sum, column) => sum + column.width, MARKER);
  }

  private async click_at(x: number, y: number, { shift, ...options }: Click = {}): Promise<void> {
    await this.frame.click({ position: { x, y }, modifiers: shift ? ["Shift"] : [], ...options });
  }

  /** Clicks where the canvas draws the cell `row` lines below the top, near its right edge, where no link is. */
  async click(key: string, row: number, options?: Click): Promise<void> {
    const width = this.columns[this.index(key)]?.width ?? 0;
    await this.click_at(this.left(key) + width - 12, HEADER + row * ROW + ROW / 2, options);
    // Keys pressed before the grid has taken the cell up would go nowhere.
    if (options === undefined) await expect(this.cell(key, row)).toHaveAttribute("aria-selected", "true");
  }

  click_link(key: string, row: number): Promise<void> {
    return this.click_at(this.left(key) + 24, HEADER + row * ROW + ROW / 2);
  }

  click_marker(row: number, options?: Click): Promise<void> {
    return this.click_at(MARKER / 2, HEADER + row * ROW + ROW / 2, options);
  }

  click_header(key: string, options?: Click): Promise<void> {
    return this.click_at(this.left(key) + 24, HEADER / 2, options);
  }

  /** From one point of the grid to another with the button held down. */
  async drag(from: [x: number, y: number], to: [x: number, y: number]): Promise<void> {
    const box = await this.frame.boundingBox();
    if (box === null) throw new Error("no grid");
    await this.page.mouse.move(box.x + from[0], box.y + from[1]);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + (from[0] + to[0]) / 2, box.y + (from[1] + to[1]) / 2, { steps: 4 });
    await this.page.mouse.move(box.x + to[0], box.y + to[1], { steps: 4 });
    await this.page.mouse.up();
  }

  /** Takes a chosen row by its first cell and drops it there. */
  async drag_row(row: number, target: Locator): Promise<void> {
    const [box, there] = [await this.frame.boundingBox(), await target.boundingBox()];
    if (box === null || there === null) throw new Error("nothing to drag, or nowhere to drop");
    const [x, y] = [box.x + MARKER + 40, box.y + HEADER + row * ROW + ROW / 2];
    await this.page.mouse.move(x - 4, y);
    await this.page.mouse.move(x, y);
    await expect(this.frame.locator("[draggable=true]")).toBeAttached();
    // The grid listens for the drag when it has drawn what says that it can be dragged.
    await this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    await this.page.mouse.down();
    await this.page.mouse.move(there.x + there.width / 2, there.y + there.height / 2, { steps: 8 });
    await expect(target.locator("[data-over]")).toBeAttached();
    await this.page.mouse.up();
    await expect(target.locator("[data-over]")).toBeHidden();
  }

  /** The right edge of a column's header, by which it is resized. */
  edge(key: string): [x: number, y: number] {
    return [this.left(key) + (this.columns[this.index(key)]?.width ?? 0), HEADER / 2];
  }

  header_middle(key: string): [x: number, y: number] {
    return [this.left(key) + 40, HEADER / 2];
  }

  /** The corner of a cell by which it is filled over others. */
  fill_corner(key: string, row: number): [x: number, y: number] {
    return [this.left(key) + (this.columns[this.index(key)]?.width ?? 0) - 3, HEADER + (row + 1) * ROW - 3];
  }

  async paste(text: string): Promise<void> {
    await this.page.evaluate((value) => navigator.clipboard.writeText(value), text);
    await this.page.keyboard.press("ControlOrMeta+v");
  }

  async copied(): Promise<string> {
    await this.page.keyboard.press("ControlOrMeta+c");
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  get bar(): Locator {
    return this.page.getByRole("region", { name: "Selection" });
  }
}
