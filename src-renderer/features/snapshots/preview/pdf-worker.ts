// pdf.js reads and decodes in this thread. As an entry of our own it is bundled and named like
// every other file of the page, so the content security policy needs no exception.
import 'pdfjs-dist/build/pdf.worker.min.mjs'
