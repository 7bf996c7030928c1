// theme.ts: Mantine dressed in Roost's tokens, and the tokens as CSS variables (--r-…).
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from "@mantine/core";
import { FONT, FONT_MONO, type Scheme, SURFACES, TONES } from "./tokens";

const accent: MantineColorsTuple = [
  "#eceefb", "#dadef6", "#b5bdee", "#909be4", "#7380dc", "#5b6ae0", "#4c5bd2", "#3f4fc4", "#3644a8", "#2c388b",
];
const dark: MantineColorsTuple = [
  "#ededee", "#c9c9ce", "#b0b0b6", "#85858d", "#3b3b42", "#2a2a2f", "#1f1f23", "#18181b", "#141416", "#0e0e10",
];

const floating = { shadow: "md", radius: "md" } as const;

export const theme = createTheme({
  fontFamily: FONT,
  fontFamilyMonospace: FONT_MONO,
  primaryColor: "accent",
  primaryShade: { light: 7, dark: 5 },
  autoContrast: true,
  colors: { accent, dark },
  defaultRadius: 6,
  cursorType: "pointer",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "18px" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.4" },
  spacing: { xs: "8px", sm: "12px", md: "16px", lg: "24px", xl: "32px" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "1.3" },
      h2: { fontSize: "16px", lineHeight: "1.4" },
      h3: { fontSize: "14px", lineHeight: "1.4" },
    },
  },
  shadows: { md: "0 4px 20px rgb(0 0 0 / 10%), 0 1px 3px rgb(0 0 0 / 8%)" },
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "xs", fw: 550 } },
    Badge: { defaultProps: { tt: "none", fw: 500 } },
    Menu: { defaultProps: { ...floating, transitionProps: { duration: 90 }, withinPortal: true } },
    Popover: { defaultProps: { ...floating, transitionProps: { duration: 90 } } },
    Modal: { defaultProps: { radius: "md", centered: true, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 130 } } },
    Tooltip: { defaultProps: { openDelay: 350, transitionProps: { duration: 80 }, fz: "xs" } },
    Paper: { defaultProps: { radius: "md" } },
  },
});

function variables(scheme: Scheme): Record<string, string> {
  const surface = SURFACES[scheme];
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(surface)) own[`--r-${name.replaceAll("_", "-")}`] = value;
  for (const [tone, { text, ground, mark }] of Object.entries(TONES[scheme])) {
    own[`--r-${tone}-text`] = text;
    own[`--r-${tone}-ground`] = ground;
    own[`--r-${tone}-mark`] = mark;
  }
  return {
    ...own,
    "--mantine-color-body": surface.surface,
    "--mantine-color-text": surface.text,
    "--mantine-color-dimmed": surface.text_faint,
    "--mantine-color-placeholder": surface.text_faint,
    "--mantine-color-default": surface.surface,
    "--mantine-color-default-hover": surface.hover,
    "--mantine-color-default-border": surface.border_strong,
    "--mantine-color-anchor": surface.accent_text,
    "--mantine-color-error": TONES[scheme].red.text,
    "--mantine-color-red-light-color": TONES[scheme].red.text,
    "--mantine-color-red-text": TONES[scheme].red.text,
  };
}

export const css_variables: CSSVariablesResolver = () => ({
  variables: {},
  light: variables("light"),
  dark: variables("dark"),
});
