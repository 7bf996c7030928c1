// team.ts: English texts of members, invitations, tokens, the audit log and settings.
export const team = {};
