// identity.ts: English texts of log-in, first start, invitations, team, tokens and the audit log.
export const identity = {
  role: { owner: "Owner", manager: "Manager", va: "Assistant", viewer: "Viewer" },
  email: "E-mail",
  password: "Password",
  name: "Your name",
  workspace: "Workspace name",
  workspace_hint: "Usually the name of your agency or team.",
  login: {
    title: "Log in",
    submit: "Log in",
    no_account: "New here? Ask an owner of your workspace for an invitation link.",
    register: "Create an account",
  },
  setup: {
    title: "Create the owner",
    lead: "This is the first start of Roost. You become the owner of the first workspace; everyone else is invited by you.",
    submit: "Create workspace",
    no_token: "This page needs the one-time link",
    no_token_hint: "Roost printed a link when it started. Open exactly that link, or start Roost again to see it.",
  },
  invite: {
    title: "Join {{workspace}}",
    title_plain: "Join the workspace",
    lead: "You were invited as {{role}}.",
    submit: "Join",
    no_token: "This invitation link is not complete",
    no_token_hint: "Copy the whole link you were sent, or ask for a new one.",
  },
  password_rule: "At least 12 characters.",
  show_password: "Show password",
  invalid: { email: "Enter an e-mail address", password: "At least 12 characters", required: "Required" },
};
