// What Fava says of a form that it refuses would stand behind that form, which is in the browser's
// top layer. Each time something is said, the list of what is said joins that layer, above the form.
const PLAIN = "inset:auto; margin:0; border:0; padding:0; background:none; overflow:visible";

function lift(list) {
  if (!list.showPopover || !document.querySelector("dialog[open]")) return;
  const { top, right } = list.style;
  list.popover = "manual";
  list.style.cssText = `${PLAIN}; top:${top}; right:${right}`;
  if (list.matches(":popover-open")) list.hidePopover();
  if (list.childElementCount) list.showPopover();
}

export default {
  init() {
    new MutationObserver((_, bodies) => {
      const list = document.querySelector(".notifications");
      if (!list) return;
      bodies.disconnect();
      new MutationObserver(() => lift(list)).observe(list, { childList: true });
      lift(list);
    }).observe(document.body, { childList: true });
  },
};
