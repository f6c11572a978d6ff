"""The staff console: server-rendered pages, one module an area, in both languages.

routing   request → Visit → a page function, in a thread of its own → Page, Redirect, Download, Json
visit     what a page function gets and gives
forms     whose form it is, and what is offered again where a session ended meanwhile
rendering templates, cookies, headers
texts     every sentence of the console, from texts/<area>.yml
"""
