// home.ts: English texts of Home.
export const home = {
  greeting: "Good to see you, {{name}}",
  now: "Needs a person now",
  nothing: "Nothing needs you right now.",
  open: "Open",
  accounts: "Accounts",
  start: {
    title: "From a file to warmed-up accounts",
    text: "Four steps, in any order; each can be done again later.",
    model: "Create a model",
    model_text: "The person or brand accounts work for.",
    proxies: "Import proxies",
    proxies_text: "Accounts get one at once, as far as slots go.",
    accounts: "Import accounts",
    accounts_text: "From a text or CSV file, a million lines if need be.",
    bot: "Connect a bot",
    bot_text: "Your program that performs the steps.",
    done: "Done",
  },
};
