/**
 * The shapes that travel over the WebSocket; docs/protocol.md describes them. Types only, no code.
 *
 * @typedef {'en' | 'zh-Hant' | 'zh-Hans'} Lang
 *
 * @typedef {object} Source where an answer comes from
 * @property {string} title
 * @property {string} [section] the part of a report that is quoted
 * @property {string} [url]
 * @property {string} as_of YYYY, YYYY-MM or YYYY-MM-DD
 *
 * @typedef {object} Choice a button under a reply
 * @property {string} title what the person sees
 * @property {string} payload what is sent when it is pressed
 * @property {string} [topic]
 *
 * @typedef {object} Reply
 * @property {string} text plain text; a line break is a line break
 * @property {'answer' | 'choices' | 'fallback' | 'distress' | 'flow' | 'smalltalk'} kind
 * @property {string | null} topic
 * @property {string | null} answer_id
 * @property {Lang} lang
 * @property {number} confidence
 * @property {Source | null} source
 * @property {Choice[]} buttons
 * @property {string} [image] address of a picture, as seen from the server
 * @property {string} speech the text as it should be read aloud
 *
 * @typedef {{type: 'user', seq: number, id: string, text: string}} UserEvent
 * @typedef {{type: 'reply', seq: number, id: string, reply: Reply}} ReplyEvent
 *
 * @typedef {object} MessageFrame
 * @property {'message'} type
 * @property {string} id
 * @property {string} text
 * @property {string} [title] what the person saw on the button whose payload is `text`
 * @property {Lang} [lang] the language of the page, a hint
 * @property {string} [here] where a kiosk stands, as `building:place`
 */
export {};
