// How it was: pain and effort when a session is over, kept on the phone alone, shown and exported.
"use strict";
const Diary = (() => {
  const KEY = "voicecoach-diary";
  const MOST = 400; // entries: more than a year of sessions

  const find = (id) => document.getElementById(id);
  const end = find("end");
  const { title } = find("audio").dataset;

  const read = () => {
    try {
      const entries = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(entries) ? entries : [];
    } catch {
      return [];
    }
  };
  const write = (entries) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(entries.slice(-MOST)));
      return true;
    } catch {
      return false;
    }
  };

  const today = () => {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  };
  const shownDay = (day) => {
    const date = new Date(`${day}T12:00`);
    const style = { day: "numeric", month: "short" };
    return Number.isNaN(date.getTime()) ? "" : date.toLocaleDateString(document.documentElement.lang, style);
  };

  const cell = (text, kind = "td") => {
    const element = document.createElement(kind);
    element.textContent = text;
    if (kind === "th") element.scope = "row";
    element.dir = "auto";
    return element;
  };
  const show = () => {
    const entries = read();
    find("diary").hidden = entries.length === 0;
    const rows = entries.slice(-14).reverse().map(({ day, session, pain, effort }) => {
      const row = document.createElement("tr");
      row.append(cell(shownDay(day), "th"), cell(session), cell(pain ?? "–"), cell(effort ?? "–"));
      return row;
    });
    find("entries").replaceChildren(...rows);
  };

  const chosen = (name) => {
    const box = end.querySelector(`input[name="${name}"]:checked`);
    return box ? Number(box.value) : null;
  };
  const keep = () => {
    const entry = { day: today(), session: title, pain: chosen("pain"), effort: chosen("effort") };
    const isKept = write([...read(), entry]);
    find("told").textContent = isKept ? find("told").dataset.kept : find("told").dataset.refused;
    find("write").disabled = isKept;
    show();
  };

  // A cell that a spreadsheet might take for a formula is text.
  const quoted = (value) => {
    const text = String(value ?? "");
    return `"${(/^[=+\-@\t]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  };
  const exportAll = () => {
    const heads = [...find("diary").querySelectorAll("thead th")].map((head) => head.textContent);
    const rows = read().map(({ day, session, pain, effort }) => [day, session, pain, effort]);
    const text = [heads, ...rows].map((row) => row.map(quoted).join(",")).join("\r\n");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: "text/csv" }));
    link.download = "diary.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  const clear = (button) => {
    if (button.textContent !== button.dataset.really) {
      button.textContent = button.dataset.really;
      return;
    }
    write([]);
    show();
  };

  const ask = () => {
    for (const box of end.querySelectorAll("input:checked")) box.checked = false;
    find("told").textContent = "";
    find("write").disabled = false;
    if (!end.open) end.showModal();
  };

  const begin = () => {
    show();
    find("write").addEventListener("click", keep);
    find("close").addEventListener("click", () => end.close());
    find("export").addEventListener("click", exportAll);
    find("clear").addEventListener("click", (event) => clear(event.currentTarget));
  };

  return { begin, ask };
})();
