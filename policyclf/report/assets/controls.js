// What the heat map and the table are steered with.

/** A list to choose one of; options are pairs of value and text. */
function choice(id, label, options, onchange, { chosen, style } = {}) {
  return el(
    "label",
    { class: style },
    el("span", {}, label),
    el(
      "select",
      { id, onchange: (event) => onchange(event.target.value) },
      options.map(([value, text]) => el("option", { value, selected: value === chosen }, text)),
    ),
  );
}

/** A field to find regions with, by a part of their path or the beginning of their code. */
function finder(id, onfind) {
  return el(
    "label",
    {},
    el("span", {}, say("find")),
    el("input", {
      type: "search",
      id,
      placeholder: say("find.hint"),
      oninput: (event) => onfind(event.target.value),
    }),
  );
}
const answers = (region, find) => !find || region.path.includes(find) || region.code.startsWith(find);
