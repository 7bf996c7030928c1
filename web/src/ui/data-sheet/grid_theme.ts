// grid_theme.ts: the canvas grid in the colours of the tokens.
import type { Theme } from "@glideapps/glide-data-grid";
import { FONT, type Scheme, SURFACES } from "../tokens";

export function grid_theme(scheme: Scheme): Partial<Theme> {
  const surface = SURFACES[scheme];
  return {
    accentColor: surface.accent,
    accentFg: "#ffffff",
    accentLight: surface.accent_soft,
    textDark: surface.text,
    textMedium: surface.text_soft,
    textLight: surface.text_faint,
    textHeader: surface.text_soft,
    textHeaderSelected: "#ffffff",
    bgCell: surface.surface,
    bgCellMedium: surface.sunken,
    bgHeader: surface.ground,
    bgHeaderHasFocus: surface.hover,
    bgHeaderHovered: surface.hover,
    bgSearchResult: surface.tint,
    bgIconHeader: surface.text_faint,
    fgIconHeader: surface.surface,
    borderColor: surface.border,
    horizontalBorderColor: surface.border,
    headerBottomBorderColor: surface.border_strong,
    linkColor: surface.accent_text,
    cellHorizontalPadding: 10,
    cellVerticalPadding: 3,
    headerFontStyle: "550 12px",
    headerIconSize: 16,
    baseFontStyle: "13px",
    markerFontStyle: "11px",
    editorFontSize: "13px",
    fontFamily: FONT,
    checkboxMaxSize: 15,
    roundingRadius: 4,
  };
}
