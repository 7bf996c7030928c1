// tokens.ts: every colour and measure of the application, light and dark. CSS, Mantine and the canvas grid all read them here.
export type Scheme = "light" | "dark";

/** One meaning each, everywhere: waiting, moving, good, needs a look, broken, a person acts. */
export type Tone = "grey" | "blue" | "green" | "amber" | "red" | "violet";

interface Surface {
  ground: string;
  surface: string;
  raised: string;
  sunken: string;
  hover: string;
  border: string;
  border_strong: string;
  text: string;
  text_soft: string;
  text_faint: string;
  accent: string;
  accent_text: string;
  accent_soft: string;
  tint: string;
}

export const SURFACES: Record<Scheme, Surface> = {
  light: {
    ground: "#fafaf9",
    surface: "#ffffff",
    raised: "#ffffff",
    sunken: "#f4f4f2",
    hover: "#f1f1ef",
    border: "#e6e5e2",
    border_strong: "#d3d1cc",
    text: "#1d1c1a",
    text_soft: "#57544e",
    text_faint: "#6f6b64",
    accent: "#3f4fc4",
    accent_text: "#3a48b5",
    accent_soft: "#eceefb",
    tint: "#fff3c9",
  },
  dark: {
    ground: "#121214",
    surface: "#18181b",
    raised: "#1f1f23",
    sunken: "#141416",
    hover: "#222227",
    border: "#2a2a2f",
    border_strong: "#3b3b42",
    text: "#ededee",
    text_soft: "#b0b0b6",
    text_faint: "#909098",
    accent: "#5b6ae0",
    accent_text: "#a3aef5",
    accent_soft: "#262a45",
    tint: "#3a331b",
  },
};

export const TONES: Record<Scheme, Record<Tone, { text: string; ground: string; mark: string }>> = {
  light: {
    grey: { text: "#57544e", ground: "#f0efec", mark: "#918d85" },
    blue: { text: "#1a5a94", ground: "#e6f1fb", mark: "#2f86d1" },
    green: { text: "#1d6b3a", ground: "#e4f4e9", mark: "#2fa35b" },
    amber: { text: "#8a5200", ground: "#fdf0d5", mark: "#dd9413" },
    red: { text: "#a52a26", ground: "#fce9e7", mark: "#d8433c" },
    violet: { text: "#6b3fa0", ground: "#f2eafb", mark: "#9159cf" },
  },
  dark: {
    grey: { text: "#b9b9bf", ground: "#2a2a2f", mark: "#85858d" },
    blue: { text: "#8cc4f5", ground: "#172b3f", mark: "#4a9be0" },
    green: { text: "#86d6a3", ground: "#16301f", mark: "#3fb36c" },
    amber: { text: "#f0bf66", ground: "#37290f", mark: "#dd9b2a" },
    red: { text: "#f59a94", ground: "#3d1c1b", mark: "#e2564f" },
    violet: { text: "#c9a5f0", ground: "#2d2040", mark: "#a274db" },
  },
};

export const FONT = "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif";
export const FONT_MONO = "ui-monospace, 'SF Mono', 'DejaVu Sans Mono', Menlo, monospace";

export type Density = "compact" | "comfortable";
export const ROW_HEIGHT: Record<Density, number> = { compact: 28, comfortable: 36 };
