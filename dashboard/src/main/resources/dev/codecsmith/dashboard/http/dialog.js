// Asks the person who looks at the page.

import {element} from './text.js';

/**
 * Shows a question; the answer is what was written into its fields by their names, or null where the person would rather not.
 * A field has name, label, and of an input its type, value, min, step or placeholder; one with rows is a text of many lines.
 */
export function askPerson({title, text, fields = [], yes, no = 'Cancel'}) {
  const inputs = fields.map(({name, label, rows, ...rest}) => {
    const input = rows ? element('textarea', {name, rows: String(rows), spellcheck: 'false', ...rest}) : element('input', {name, autocomplete: 'off', ...rest});
    return {input, label: element('label', {class: 'field'}, element('span', {}, label), input)};
  });
  const cancel = element('button', {type: 'button'}, no);
  const form = element('form', {},
    element('h2', {id: 'question'}, title),
    text ? element('p', {class: 'quiet'}, text) : null,
    ...inputs.map(({label}) => label),
    element('div', {class: 'actions'}, element('button', {class: 'main'}, yes), cancel));
  const dialog = element('dialog', {'aria-labelledby': 'question'}, form);
  document.body.append(dialog);
  return new Promise(answered => {
    const end = answer => {
      dialog.remove();
      answered(answer);
    };
    form.onsubmit = submit => {
      submit.preventDefault();
      end(Object.fromEntries(inputs.map(({input}) => [input.name, input.value.trim()])));
    };
    cancel.onclick = () => end(null);
    dialog.oncancel = press => {
      press.preventDefault();
      end(null);
    };
    dialog.showModal();
  });
}
