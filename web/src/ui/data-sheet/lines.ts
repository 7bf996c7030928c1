// lines.ts: rows of cells as the lines that a spreadsheet would copy.
const needs_quotes = /["\t\r\n]/;
const cell = (text: string) => (needs_quotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const as_lines = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.map(cell).join("\t")).join("\n");
