// hotkeys.ts: how keys are written on this machine.
export const is_mac = /mac|iphone|ipad/i.test(navigator.userAgent);
export const mod_key = is_mac ? "⌘" : "Ctrl";
