/** The style of the approval pages; its hash stands in their content security policy. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --line: #e2e5ea; --text: #16191f; --soft: #5a6372;
  --accent: #4338ca; --good: #12733c; --good-press: #0e5c30; --bad: #b3261e; --bad-soft: #fbeceb;
  --good-soft: #e7f5ec; --code: #f5f6f8; --on-good: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1116; --card: #161a21; --line: #2a303a; --text: #eceff4; --soft: #9aa4b5;
    --accent: #a5b0ff; --good: #3fbf75; --good-press: #56cf89; --bad: #ff8a80; --bad-soft: #2d1a1a;
    --good-soft: #13281c; --code: #0e1116; --on-good: #06210f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; display: grid; place-items: start center; padding: 48px 16px;
  background: var(--page); color: var(--text);
  font: 15px/1.55 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main {
  width: 100%; max-width: 620px; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; overflow: hidden;
}
header { padding: 24px 28px 20px; border-bottom: 1px solid var(--line); }
.brand {
  display: flex; align-items: center; gap: 8px; margin: 0 0 16px; color: var(--soft);
  font-size: 13px; font-weight: 500;
}
.brand svg { flex: none; }
h1 { margin: 0; font-size: 21px; line-height: 1.3; letter-spacing: -0.01em; font-weight: 620; }
.where { margin: 6px 0 0; color: var(--soft); font-size: 13.5px; }
section { padding: 20px 28px; }
section + section { border-top: 1px solid var(--line); }
p { margin: 0; } p + p { margin-top: 12px; }
.message { white-space: pre-wrap; overflow-wrap: anywhere; }
h2 { margin: 0 0 10px; font-size: 13px; font-weight: 600; color: var(--soft); }
dl { margin: 0; display: grid; grid-template-columns: minmax(96px, max-content) 1fr; gap: 6px 20px; }
dt { color: var(--soft); overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
pre {
  margin: 0; padding: 12px 14px; background: var(--code); border: 1px solid var(--line);
  border-radius: 8px; overflow-x: auto; max-height: 420px; white-space: pre-wrap;
  overflow-wrap: anywhere; font: 12.5px/1.55 "JetBrains Mono", ui-monospace, Consolas, monospace;
}
label { display: block; margin: 0 0 6px; font-size: 13px; font-weight: 600; color: var(--soft); }
textarea {
  display: block; width: 100%; min-height: 84px; padding: 10px 12px; resize: vertical;
  border: 1px solid var(--line); border-radius: 8px; background: var(--page); color: inherit; font: inherit;
}
.buttons { display: flex; flex-wrap: wrap; gap: 10px; margin-top: 16px; }
button {
  flex: 1 1 160px; min-height: 44px; padding: 0 18px; border-radius: 8px; border: 1px solid var(--line);
  background: transparent; color: inherit; font: inherit; font-weight: 600; cursor: pointer;
}
button.approve.first { background: var(--good); border-color: var(--good); color: var(--on-good); }
button.approve.first:hover { background: var(--good-press); }
button.approve { color: var(--good); }
button.reject { color: var(--bad); }
button.reject.first { border-color: var(--bad); background: var(--bad-soft); }
button:hover { border-color: currentColor; }
button:focus-visible, textarea:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.note { margin-top: 14px; color: var(--soft); font-size: 13px; }
.end { display: flex; gap: 12px; align-items: flex-start; }
.end svg { flex: none; margin-top: 1px; }
.end.good { color: var(--good); } .end.bad { color: var(--bad); } .end.quiet { color: var(--soft); }
.end strong { display: block; font-size: 16px; }
.end span { color: var(--text); }
`
