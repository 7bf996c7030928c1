// CommandPalette.tsx: Ctrl/Cmd-K: every page and every action by name.
import "@mantine/spotlight/styles.css";
import { Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommands } from "./commands";

export default function CommandPalette() {
  const { t } = useTranslation();
  const [query, set_query] = useState("");
  const groups: SpotlightActionGroupData[] = useCommands();
  return (
    <Spotlight
      actions={groups}
      query={query}
      onQueryChange={set_query}
      shortcut={null}
      nothingFound={t("shell.palette.nothing", { query })}
      highlightQuery
      scrollable
      maxHeight={420}
      attributes={{ content: { "aria-label": t("shell.palette.open") } }}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      transitionProps={{ duration: 90 }}
      searchProps={{
        leftSection: <IconSearch size={17} stroke={1.600} />,
        placeholder: t("shell.palette.placeholder"),
        "aria-label": t("shell.palette.open"),
      }}
    />
  );
}
