package server

import "net/http"

func (w *world) feed(rw http.ResponseWriter, r *http.Request) { http.NotFound(rw, r) }
