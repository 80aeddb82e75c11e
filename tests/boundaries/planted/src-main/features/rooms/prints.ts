import 'jspdf'
