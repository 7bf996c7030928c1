// NoticesMenu.tsx: what needs a person, with a way to it.
import { ActionIcon, Indicator, Menu, Text, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBell } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { format_number } from "@/lib/format";
import type { Tone } from "@/ui/tokens";
import { ToneBadge } from "@/ui/ToneBadge";
import { useAttention } from "../attention";
import { attention_links } from "../attention_links";

export function NoticesMenu() {
  const { t } = useTranslation();
  const [is_shown, { open, close }] = useDisclosure();
  const navigate = useNavigate();
  const links = attention_links(useAttention());
  return (
    <Menu position="bottom-end" onOpen={open} onClose={close} width={300}>
      <Menu.Target>
        <Tooltip disabled={is_shown} label={t("shell.notices.label")}>
          <Indicator disabled={links.length === 0} size={7} offset={6} color="violet">
            <ActionIcon variant="subtle" color="gray" size={30} aria-label={t("shell.notices.label")}>
              <IconBell size={17} stroke={1.600} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("shell.notices.title")}</Menu.Label>
        {links.length === 0 && (
          <Text size="sm" c="dimmed" px={10} pb={8}>
            {t("shell.notices.none")}
          </Text>
        )}
        {links.map((link) => (
          <Menu.Item key={link.key} onClick={() => void navigate({ href: link.href })}>
            <ToneBadge tone={link.tone as Tone}>{t(`shell.notices.${link.key}`, { count: link.count, number: format_number(link.count) })}</ToneBadge>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
