// Package auth finds out who is asking: passwords, sessions, API tokens, sign-in through
// another identity provider, and the guards that every request passes first. It never
// decides what the one who asks may do; that is policies/authz.
//
// A server wraps everything in [Service.Front] and the API in [Service.Identify]; behind
// the latter [From] names the person. What has to be remembered goes through the four small
// interfaces in stores.go, so that any number of replicas share it.
package auth
