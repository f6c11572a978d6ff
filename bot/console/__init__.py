"""The staff console: server-rendered pages, one module an area, in both languages.

routing   request → Visit → a page function, in a thread of its own → Page, Redirect, Download, Json
visit     what a page function gets and gives
texts     every sentence of the console, from texts/<area>.yml
"""
