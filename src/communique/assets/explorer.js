/* The explorer: fills the form's choices into the drawing, the panel and the list.
   What stands in the data is text: it reaches the page by textContent and nothing else. */
(function () {
  "use strict";

  const byId = (name) => document.getElementById(`explorer-${name}`);
  const root = byId("app");
  const source = byId("data");
  if (!root || !source) return;
  const data = JSON.parse(source.textContent);
  const actors = data.actors;
  const events = data.events;
  const ties = data.ties.map(([actor, event, role, name]) => ({ actor, event, role, name }));
  const roleNames = new Map(data.roles.map((one) => [one.id, one.label]));
  const types = new Map(data.types.map((one) => [one.id, one]));
  const subjects = new Map(data.subjects.map((one) => [one.id, one]));
  const nodes = { actor: actors, event: events };
  const tiesOf = { actor: actors.map(() => []), event: events.map(() => []) };
  ties.forEach((tie) => {
    tiesOf.actor[tie.actor].push(tie);
    tiesOf.event[tie.event].push(tie);
  });
  /* Ties of one actor in several roles of one event lie beside each other. */
  ties.forEach((tie) => {
    const same = tiesOf.event[tie.event].filter((other) => other.actor === tie.actor);
    tie.aside = same.indexOf(tie) - (same.length - 1) / 2;
  });

  let opened = null; /* { kind: "actor" or "event", number } */
  let opener = null; /* where the focus goes back to */
  let shown = null;
  let plot = null;
  let whole = null; /* the ranges of the whole network */

  /* --- Small makers of elements ----------------------------------------------------------- */

  function make(tag, text, className) {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function add(parent, ...children) {
    children.forEach((child) => parent.append(child));
    return parent;
  }

  function leadOn(kind, number, text) {
    const button = make("button", text, "explorer-lead");
    button.type = "button";
    button.addEventListener("click", () => open(kind, number, button));
    return button;
  }

  function counted(number, noun) {
    return `${number} ${noun}${number === 1 ? "" : "s"}`;
  }

  function longDate(iso) {
    const day = new Date(`${iso}T00:00:00Z`);
    return day.toLocaleDateString("en-GB", {
      day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
    });
  }

  function releaseLink(event) {
    if (!/^https?:\/\//i.test(event.url)) return make("span", "no address known");
    const host = new URL(event.url).hostname.replace(/^www\./, "");
    const link = make("a", `Release at ${host}`);
    link.href = event.url;
    link.rel = "noopener noreferrer";
    link.setAttribute("aria-label", `Release at ${host}: ${event.title}`);
    return link;
  }

  /* --- What is chosen --------------------------------------------------------------------- */

  function boxes(name) {
    return [...root.querySelectorAll(`input[name="explorer-${name}"]`)];
  }

  function checked(name) {
    return new Set(boxes(name).filter((box) => box.checked).map((box) => box.value));
  }

  function choice() {
    const only = checked("only");
    return {
      from: Number(byId("from").value),
      to: Number(byId("to").value),
      subject: byId("subject").value,
      roles: checked("role"),
      types: checked("type"),
      office: only.has("office"),
      whole: only.has("whole"),
    };
  }

  function aboutSubject(event, wanted) {
    const [kind, name] = wanted.split(":");
    if (!name) return true;
    if (kind === "subject") return event.subject === name;
    return subjects.has(event.subject) && subjects.get(event.subject).frame === name;
  }

  function letThrough(chosen) {
    const own = new Set();
    events.forEach((event, number) => {
      const year = Number(event.date.slice(0, 4));
      const fits = year >= chosen.from && year <= chosen.to && (event.whole || !chosen.whole);
      if (fits && aboutSubject(event, chosen.subject)) own.add(number);
    });
    const left = ties.filter((tie) =>
      own.has(tie.event) && chosen.roles.has(tie.role) &&
      chosen.types.has(actors[tie.actor].type) &&
      !(chosen.office && tie.actor === data.office));
    const found = {
      ties: left,
      actors: new Map(), /* number of the actor: set of its events */
      events: new Set(left.map((tie) => tie.event)),
      fitting: own.size,
    };
    left.forEach((tie) => {
      if (!found.actors.has(tie.actor)) found.actors.set(tie.actor, new Set());
      found.actors.get(tie.actor).add(tie.event);
    });
    return found;
  }

  /* --- The address: a view can be kept and passed on --------------------------------------- */

  const bare = () => ["from", "to", "subject"].map((name) => [name, byId(name)]);

  function standard(element) {
    const option = [...element.options].find((one) => one.defaultSelected) || element.options[0];
    return option ? option.value : "";
  }

  function writeAddress() {
    const parts = new URLSearchParams();
    bare().forEach(([name, element]) => {
      if (element.value !== standard(element)) parts.set(name, element.value);
    });
    ["role", "type", "only"].forEach((name) => {
      if (boxes(name).some((box) => box.checked !== box.defaultChecked)) {
        parts.set(name, [...checked(name)].join(","));
      }
    });
    if (opened) {
      const node = nodes[opened.kind][opened.number];
      parts.set(opened.kind, opened.kind === "actor" ? node.name : node.id);
    }
    const text = parts.toString();
    if (text !== location.hash.slice(1)) {
      history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
    }
  }

  function readAddress() {
    const parts = new URLSearchParams(location.hash.slice(1));
    bare().forEach(([name, element]) => {
      const wanted = parts.get(name);
      const offered = [...element.options].some((option) => option.value === wanted);
      element.value = offered ? wanted : standard(element);
    });
    ["role", "type", "only"].forEach((name) => {
      const wanted = parts.has(name) ? parts.get(name).split(",") : null;
      boxes(name).forEach((box) => {
        box.checked = wanted ? wanted.includes(box.value) : box.defaultChecked;
      });
    });
    if (Number(byId("from").value) > Number(byId("to").value)) {
      [byId("from").value, byId("to").value] = [byId("to").value, byId("from").value];
    }
    if (parts.has("actor")) return ["actor", actorNamed(parts.get("actor"))];
    return ["event", events.findIndex((event) => event.id === parts.get("event"))];
  }

  /* --- Drawing ---------------------------------------------------------------------------- */

  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const renderer = (name) => plot.model.renderers.find((one) => one.name === name);
  const scale = () => Math.max(3.4, Math.min(5.4, byId("canvas").clientWidth / 130));

  function sizeOf(number) {
    const own = shown.actors.get(number);
    const factor = types.get(actors[number].type).factor;
    return Math.max(6, scale() * Math.sqrt(own ? own.size : 1) * factor);
  }

  /* Who stands out: the opened node and those tied to it in what is shown; null for everyone. */
  function lit() {
    if (!opened) return null;
    const found = { actor: new Set(), event: new Set() };
    found[opened.kind].add(opened.number);
    shown.ties.forEach((tie) => {
      if (tie[opened.kind] === opened.number) {
        found.actor.add(tie.actor);
        found.event.add(tie.event);
      }
    });
    return found;
  }

  function drawTies(bright) {
    const perPixel = (plot.model.x_range.end - plot.model.x_range.start) /
      Math.max(1, byId("canvas").clientWidth);
    data.roles.forEach((role) => {
      const own = shown.ties.filter((tie) => tie.role === role.id);
      const columns = { x0: [], y0: [], x1: [], y1: [], width: [], alpha: [] };
      own.forEach((tie) => {
        const a = actors[tie.actor];
        const e = events[tie.event];
        const length = Math.hypot(e.x - a.x, e.y - a.y) || 1;
        const step = (3 * perPixel * tie.aside) / length;
        const [dx, dy] = [-(e.y - a.y) * step, (e.x - a.x) * step];
        const on = bright && tie[opened.kind] === opened.number;
        columns.x0.push(a.x + dx);
        columns.y0.push(a.y + dy);
        columns.x1.push(e.x + dx);
        columns.y1.push(e.y + dy);
        columns.width.push(on ? 2 : 1);
        columns.alpha.push(on ? 1 : bright ? 0.07 : tie.actor === data.office ? 0.22 : 0.6);
      });
      const drawn = renderer(`ties-${role.id}`);
      drawn.glyph.line_color = { value: colour(`--tie-${role.id}`) };
      drawn.data_source.data = columns;
    });
  }

  function drawMarks(name, kind, numbers, bright, look) {
    const columns = { x: [], y: [], size: [], marker: [], fill: [], line: [], width: [], alpha: [] };
    numbers.forEach((number) => {
      const node = nodes[kind][number];
      const own = look(number);
      const chosen = opened && opened.kind === kind && opened.number === number;
      columns.x.push(node.x);
      columns.y.push(node.y);
      columns.size.push(own.size);
      columns.marker.push(own.marker);
      columns.fill.push(own.fill);
      columns.line.push(chosen ? colour("--explorer-chosen") : own.line);
      columns.width.push(chosen ? 3.5 : 1);
      columns.alpha.push(!bright || bright[kind].has(number) ? 1 : 0.15);
    });
    renderer(name).data_source.data = columns;
  }

  function draw() {
    if (!plot || !shown) return;
    const bright = lit();
    const ground = {};
    ["ink", "grey", "paper"].forEach((name) => { ground[name] = colour(`--explorer-${name}`); });
    /* Bokeh wipes its edge clean only where it has a ground to paint. */
    plot.model.setv({ background_fill_color: ground.paper, border_fill_color: ground.paper });
    drawTies(bright);
    drawMarks("events", "event", [...shown.events], bright, () => ({
      size: 6, marker: "square", fill: colour("--explorer-event"), line: ground.paper,
    }));
    const order = [...shown.actors.keys()].sort((a, b) => sizeOf(b) - sizeOf(a));
    drawMarks("actors", "actor", order, bright, (number) => {
      const type = types.get(actors[number].type);
      const line = type.ground === "ink" ? ground.paper : ground.ink;
      return { size: sizeOf(number), marker: type.marker, fill: ground[type.ground], line };
    });
    drawLabels(bright);
  }

  /* --- Names on the drawing ---------------------------------------------------------------- */

  function onScreen(node) {
    const { x_range: across, y_range: up } = plot.model;
    const box = byId("canvas");
    return {
      x: ((node.x - across.start) / (across.end - across.start)) * box.clientWidth,
      y: (1 - (node.y - up.start) / (up.end - up.start)) * box.clientHeight,
    };
  }

  function inSight(number) {
    const at = onScreen(actors[number]);
    const box = byId("canvas");
    return at.x > 0 && at.x < box.clientWidth && at.y > 0 && at.y < box.clientHeight - 20;
  }

  const short = (text) => (text.length > 34 ? `${text.slice(0, 32).trimEnd()}…` : text);

  function labelBox(number, text) {
    const at = onScreen(actors[number]);
    const width = text.length * 6.7;
    const room = byId("canvas").clientWidth;
    const align = at.x < width / 2 ? "left" : at.x > room - width / 2 ? "right" : "center";
    const left = at.x - { left: 0, center: width / 2, right: width }[align];
    const down = sizeOf(number) / 2 + 2;
    return { left, right: left + width, top: at.y + down, bottom: at.y + down + 15, down, align };
  }

  function shapeBox(number) {
    const at = onScreen(actors[number]);
    const reach = 0.35 * sizeOf(number);
    return { left: at.x - reach, right: at.x + reach, top: at.y - reach, bottom: at.y + reach };
  }

  function drawLabels(bright) {
    const wanted = [...shown.actors.keys()]
      .filter((number) => (!bright || bright.actor.has(number)) && inSight(number))
      .sort((a, b) => shown.actors.get(b).size - shown.actors.get(a).size || a - b);
    if (opened && opened.kind === "actor" && wanted.includes(opened.number)) {
      wanted.unshift(...wanted.splice(wanted.indexOf(opened.number), 1));
    }
    const most = byId("canvas").clientWidth < 500 ? 5 : 10;
    const columns = { x: [], y: [], text: [], down: [], align: [] };
    const taken = wanted.filter((number) => sizeOf(number) > 16).map(shapeBox);
    for (const number of wanted.slice(0, 3 * most)) {
      if (columns.x.length >= most) break;
      const text = short(actors[number].name);
      const box = labelBox(number, text);
      const free = taken.every((other) => box.right < other.left || other.right < box.left ||
        box.bottom < other.top || other.bottom < box.top);
      if (!free) continue;
      taken.push(box);
      columns.x.push(actors[number].x);
      columns.y.push(actors[number].y);
      columns.text.push(text);
      columns.down.push(box.down);
      columns.align.push(box.align);
    }
    renderer("halos").glyph.text_outline_color = { value: colour("--explorer-paper") };
    renderer("labels").glyph.text_color = { value: colour("--explorer-ink") };
    renderer("labels").data_source.data = columns;
  }

  /* --- Pointing ---------------------------------------------------------------------------- */

  function nearest(at, reach) {
    let best = null;
    const look = (kind, number, radius) => {
      const place = onScreen(nodes[kind][number]);
      const off = Math.hypot(place.x - at.sx, place.y - at.sy);
      const over = off - radius;
      if (over <= reach && (!best || over < best.over)) best = { kind, number, over };
    };
    shown.events.forEach((number) => look("event", number, 3));
    /* Where a large shape covers a small one, the small one is meant: it lies on top. */
    shown.actors.forEach((_, number) => look("actor", number, Math.min(8, sizeOf(number) / 2)));
    if (best) return best;
    shown.actors.forEach((_, number) => look("actor", number, sizeOf(number) / 2));
    return best;
  }

  function point(at) {
    const found = nearest(at, 3);
    const label = byId("label");
    byId("canvas").classList.toggle("explorer-over", Boolean(found));
    label.hidden = !found;
    if (!found) return;
    const node = nodes[found.kind][found.number];
    if (found.kind === "event") label.textContent = `${node.title} (${longDate(node.date)})`;
    else {
      const number = shown.actors.get(found.number).size;
      label.textContent = `${node.name}: ${counted(number, "event")}`;
    }
    const place = onScreen(node);
    const box = byId("canvas");
    const left = Math.min(place.x + 12, box.clientWidth - label.offsetWidth - 4);
    const top = Math.min(place.y + 14, box.clientHeight - label.offsetHeight - 4);
    label.style.left = `${box.offsetLeft + Math.max(4, left)}px`;
    label.style.top = `${box.offsetTop + Math.max(4, top)}px`;
  }

  function view(centre, across, up) {
    plot.model.x_range.setv({ start: centre.x - across / 2, end: centre.x + across / 2 });
    plot.model.y_range.setv({ start: centre.y - up / 2, end: centre.y + up / 2 });
  }

  function zoom(factor) {
    const { x_range: x, y_range: y } = plot.model;
    const centre = { x: (x.start + x.end) / 2, y: (y.start + y.end) / 2 };
    view(centre, (x.end - x.start) * factor, (y.end - y.start) * factor);
  }

  function showWhole() {
    view(whole.centre, whole.across, whole.up);
  }

  /* On a touch screen one finger scrolls the page as long as the whole network is in sight. */
  function freeFinger() {
    if (!window.matchMedia("(pointer: coarse)").matches) return;
    const near = plot.model.x_range.end - plot.model.x_range.start < 0.99 * whole.across;
    plot.model.toolbar.tools.forEach((tool) => {
      tool.active = tool.type === "PanTool" ? near : false;
    });
  }

  /* --- Panel ------------------------------------------------------------------------------- */

  function facts(rows) {
    const list = make("dl");
    rows.filter(([, content]) => content && content.length !== 0).forEach(([name, content]) => {
      const cell = make("dd");
      (Array.isArray(content) ? content : [content]).forEach((one) => cell.append(one));
      add(list, make("dt", name), cell);
    });
    return list;
  }

  function subjectText(event) {
    const name = (id) => (subjects.has(id) ? subjects.get(id).label : id);
    return [event.subject, ...event.also].filter(Boolean).map(name).join("; ");
  }

  function rolesIn(found, number) {
    return found.filter((tie) => tie.event === number).map((tie) => roleNames.get(tie.role));
  }

  function eventItem(number, found) {
    const event = events[number];
    const item = make("li");
    const names = [...new Set(found.filter((tie) => tie.event === number && tie.name)
      .map((tie) => tie.name))];
    const said = [rolesIn(found, number).join(", "), subjectText(event)];
    if (names.length) said.push(`named ${names.join(", ")}`);
    if (!event.whole) said.push("read in part");
    const time = make("time", longDate(event.date));
    time.dateTime = event.date;
    const about = make("span", said.filter(Boolean).join(" · "), "explorer-about");
    return add(item, time, " ", leadOn("event", number, event.title), about, releaseLink(event));
  }

  function actorPanel(number) {
    const actor = actors[number];
    const all = new Set(tiesOf.actor[number].map((tie) => tie.event));
    const found = shown.ties.filter((tie) => tie.actor === number);
    const own = [...new Set(found.map((tie) => tie.event))].sort((a, b) => a - b);
    const parent = actorNamed(actor.parent);
    const above = parent >= 0 ? leadOn("actor", parent, actor.parent) : actor.parent;
    const list = add(make("ol", undefined, "explorer-events"),
      ...own.map((event) => eventItem(event, found)));
    const left = own.length < all.size ? " The choices leave out the others." : "";
    return [
      facts([["Earlier names", actor.names.join(" → ")], ["Type", types.get(actor.type).label],
        ["Country", actor.country], ["Part of", above]]),
      make("p", `${own.length} of its ${counted(all.size, "event")} shown.${left}`),
      list,
    ];
  }

  function actorsByRole(number) {
    return data.roles.map((role) => {
      const own = tiesOf.event[number].filter((tie) => tie.role === role.id);
      const list = make("ul");
      own.forEach((tie) => {
        const item = add(make("li"), leadOn("actor", tie.actor, actors[tie.actor].name));
        if (tie.name) item.append(make("span", `named ${tie.name}`, "explorer-about"));
        list.append(item);
      });
      return [role.label, own.length ? list : null];
    });
  }

  function eventPanel(number) {
    const event = events[number];
    const where = [event.place, event.country].filter(Boolean).join(", ");
    const read = event.whole ? "The release was read whole."
      : "Read in part: what stands in the rest of the release is unknown.";
    const link = make("p");
    link.append(releaseLink(event));
    return [
      facts([["Date", longDate(event.date)], ["Place", where], ["Subject", subjectText(event)]]),
      link,
      make("p", read),
      make("h3", "Actors of the event, by role"),
      facts(actorsByRole(number)),
    ];
  }

  function fillPanel() {
    const panel = byId("panel");
    panel.hidden = !opened;
    root.classList.toggle("explorer-opened", Boolean(opened));
    if (!opened) return;
    const node = nodes[opened.kind][opened.number];
    byId("kind").textContent = opened.kind === "actor" ? "Actor" : "Event";
    byId("panel-title").textContent = opened.kind === "actor" ? node.name : node.title;
    const body = opened.kind === "actor" ? actorPanel(opened.number) : eventPanel(opened.number);
    byId("panel-body").replaceChildren(...body);
  }

  function open(kind, number, from) {
    if (!opened || !byId("panel").contains(from)) opener = from;
    opened = { kind, number };
    fillPanel();
    draw();
    writeAddress();
    byId("panel").scrollTop = 0;
    byId("panel-title").focus({ preventScroll: true });
    const box = byId("panel").getBoundingClientRect();
    if (box.top < 80 || box.top > window.innerHeight - 160) {
      byId("panel").scrollIntoView({ block: "start", behavior: "instant" });
    }
  }

  function close() {
    if (!opened) return;
    opened = null;
    fillPanel();
    draw();
    say();
    writeAddress();
    const back = opener && opener.isConnected ? opener : byId("search");
    back.focus({ preventScroll: back === byId("search") });
  }

  /* --- List, count, search ----------------------------------------------------------------- */

  function fillList() {
    const order = [...shown.actors.keys()].sort((a, b) =>
      shown.actors.get(b).size - shown.actors.get(a).size || a - b);
    const rows = order.map((number) => {
      const own = new Set(shown.ties.filter((tie) => tie.actor === number).map((tie) => tie.role));
      const roles = data.roles.filter((role) => own.has(role.id)).map((role) => role.label);
      const head = make("th");
      head.scope = "row";
      head.append(leadOn("actor", number, actors[number].name));
      return add(make("tr"), head, make("td", types.get(actors[number].type).label),
        make("td", String(shown.actors.get(number).size), "explorer-number"),
        make("td", roles.join(", ")));
    });
    byId("rows").replaceChildren(...rows);
  }

  function say() {
    const parts = [counted(shown.actors.size, "actor"), counted(shown.events.size, "event"),
      counted(shown.ties.length, "tie")];
    const without = shown.fitting - shown.events.size;
    const more = without
      ? ` ${counted(without, "more event")} of these years and subjects: no such tie is known.` : "";
    byId("status").textContent = shown.ties.length ? `Shown: ${parts.join(", ")}.${more}`
      : "Nothing fits these choices. Reset brings all back.";
  }

  function actorNamed(text) {
    const wanted = (text || "").trim().toLowerCase();
    if (!wanted) return -1;
    const names = actors.map((one) => [one.name, ...one.names].map((name) => name.toLowerCase()));
    const exact = names.findIndex((own) => own.includes(wanted));
    return exact;
  }

  function actorsLike(text) {
    const exact = actorNamed(text);
    const wanted = text.trim().toLowerCase();
    if (exact >= 0) return [exact];
    if (!wanted) return [];
    const found = actors.map((_, number) => number).filter((number) =>
      [actors[number].name, ...actors[number].names]
        .some((name) => name.toLowerCase().includes(wanted)));
    return found.sort((a, b) => tiesOf.actor[b].length - tiesOf.actor[a].length || a - b);
  }

  function find() {
    const found = actorsLike(byId("search").value);
    if (!found.length) {
      close();
      byId("status").textContent = "No actor of the record bears this name.";
      return;
    }
    open("actor", found[0], byId("search"));
    say();
    if (found.length > 1) {
      byId("status").textContent +=
        ` ${counted(found.length, "actor")} have these letters; the one of most ties is opened.`;
    }
  }

  /* --- Together ---------------------------------------------------------------------------- */

  function renew() {
    shown = letThrough(choice());
    fillList();
    say();
    fillPanel();
    draw();
  }

  function follow() {
    const [kind, number] = readAddress();
    opened = number >= 0 ? { kind, number } : null;
    renew();
  }

  function chosen(changed) {
    const [from, to] = [byId("from"), byId("to")];
    if (Number(from.value) > Number(to.value)) {
      (changed === from ? to : from).value = changed.value;
    }
    renew();
    writeAddress();
  }

  function reset() {
    byId("search").value = "";
    opened = null;
    history.replaceState(null, "", location.pathname + location.search);
    follow();
    if (plot) showWhole();
  }

  function listen() {
    byId("form").addEventListener("change", (event) => chosen(event.target));
    byId("reset").addEventListener("click", reset);
    byId("find").addEventListener("click", find);
    byId("search").addEventListener("keydown", (event) => {
      if (event.key === "Enter") find();
    });
    byId("search").addEventListener("input", (event) => {
      const picked = !event.inputType || event.inputType === "insertReplacementText";
      if (picked && actorNamed(byId("search").value) >= 0) find();
    });
    byId("close").addEventListener("click", close);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && opened) close();
    });
    /* A link to a heading of the page is no view. */
    window.addEventListener("hashchange", () => {
      if (!location.hash || location.hash.includes("=")) follow();
    });
  }

  function listenToDrawing() {
    const model = plot.model;
    whole = {
      centre: { x: (model.x_range.start + model.x_range.end) / 2,
        y: (model.y_range.start + model.y_range.end) / 2 },
      across: model.x_range.end - model.x_range.start,
      up: model.y_range.end - model.y_range.start,
    };
    const pick = (at) => {
      const found = nearest(at, 8);
      if (found) open(found.kind, found.number, byId("search"));
    };
    model.on_event("tap", pick);
    model.on_event("doubletap", pick);
    /* A finger's click comes after its tap, and would fall on what the tap brought there. */
    byId("canvas").addEventListener("touchend", (event) => {
      if (event.cancelable) event.preventDefault();
    }, { passive: false });
    model.on_event("mousemove", point);
    model.on_event("mouseleave", () => { byId("label").hidden = true; });
    byId("nearer").addEventListener("click", () => zoom(1 / 1.5));
    byId("farther").addEventListener("click", () => zoom(1.5));
    byId("all").addEventListener("click", showWhole);
    let waiting = false;
    const again = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        freeFinger();
        draw();
      });
    };
    model.x_range.change.connect(again);
    model.y_range.change.connect(again);
    new ResizeObserver(again).observe(byId("canvas"));
    new MutationObserver(draw).observe(document.documentElement, {
      attributes: true, attributeFilter: ["data-theme"],
    });
    again();
  }

  async function begin() {
    root.hidden = false;
    if (window.matchMedia("(max-width: 960px)").matches) byId("form").open = false;
    listen();
    follow();
    window.Bokeh.set_log_level("warn");
    const views = await window.Bokeh.embed.embed_item(JSON.parse(byId("plot").textContent));
    plot = [...views][0];
    /* What the drawing offers is offered to the keyboard by the form, the search and the list. */
    plot.canvas_view.events_el.tabIndex = -1;
    listenToDrawing();
    root.dataset.ready = "yes";
  }

  begin();
})();
