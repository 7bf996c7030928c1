// ImportResultView.tsx: what came of an import or a check: figures, rejected lines, the file of them, undo.
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowBackUp, IconDownload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { download_csv } from "@/api/download";
import { Figures } from "@/ui/Figures";
import { notify_problem } from "@/ui/notify";
import classes from "./MappingTable.module.css";
import type { ImportResult } from "./queries";

interface ImportResultViewProps {
  result: ImportResult;
  dry_run: boolean;
  undo?: () => void;
  children?: ReactNode;
}

export function ImportResultView({ result, dry_run, undo, children }: ImportResultViewProps) {
  const { t } = useTranslation();
  const text = (key: string) => t(`accounts.importing.${key}` as "accounts.importing.lines");
  const download = () =>
    void download_csv(result.report_url, new URLSearchParams(), "rejected-lines.csv").catch((error: unknown) => notify_problem(text("download"), error));
  return (
    <Stack gap="md">
      <Figures
        figures={[
          [text("lines"), result.lines],
          [dry_run ? text("would") : text("imported"), result.imported, "green"],
          [text("duplicates"), result.duplicates],
          [text("rejected"), result.rejected, "red"],
          ...(dry_run ? [] : ([[text("with_proxy"), result.proxies_assigned], [text("without_proxy"), result.without_proxy, "amber"]] as [string, number, "amber"?][])),
        ]}
      />
      <Group gap="xs">
        {children}
        {result.rejected + result.duplicates > 0 && (
          <Button variant="default" leftSection={<IconDownload size={14} />} onClick={download}>
            {text("download")}
          </Button>
        )}
        {undo && (
          <Button variant="default" leftSection={<IconArrowBackUp size={14} />} onClick={undo}>
            {text("undo")}
          </Button>
        )}
      </Group>
      {result.rejected_lines.length > 0 && (
        <div>
          <Title order={3} fz={14} mb={6}>
            {text("rejected_lines")}
          </Title>
          <div className={classes.frame} style={{ maxHeight: 320, overflow: "auto" }}>
            <table className={classes.table}>
              <tbody>
                {result.rejected_lines.map((line) => (
                  <tr key={line.line}>
                    <td className="tabular">{line.line}</td>
                    <td>{line.code}</td>
                    <td>{line.message}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {result.rejected > result.rejected_lines.length && (
            <Text size="xs" c="dimmed" mt={6}>
              {t("accounts.importing.more", { count: result.rejected_lines.length })}
            </Text>
          )}
        </div>
      )}
    </Stack>
  );
}
