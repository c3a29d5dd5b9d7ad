// Package plan runs policies that were compiled ahead of time, and finds in them what OPA's own evaluator finds. The policies
// take this road:
//
//		Rego -> OPA compiler -> IR plan -> Assemble: lower, fold, fuse -> Encode -> Decode -> Machine
//
//	  - OPA's compiler plans the policies as `opa build --target plan` does. The result is OPA's intermediate representation (IR),
//	    functions of simple statements on numbered locals (internal/tools/planner).
//	  - Assemble makes a Program of the IR and refuses, with an error, all that a Machine would not execute as OPA does
//	    (assemble.go).
//	  - Lowering turns each statement of the IR into one of ours (lower.go, call.go), and check.go refuses what no plan of OPA's
//	    contains.
//	  - Folding replaces by constants what a block always computes alike, and copies by their originals (fold.go).
//	  - Fusing joins statements that always occur together, and discards dead code (fuse.go).
//	  - markPure finds out which functions give the same whatever the input is, and which are so expensive that their results
//	    are memoised (purity.go).
//	  - Encode writes a program as bytes, and Decode reads them back; function bodies are decoded when they are first called
//	    (encode.go, decode.go).
//	  - A Machine evaluates documents of a program on one input after the other (machine.go, execute.go), memoises results
//	    (memo.go), and replaces documents for `with` (with.go). It calls OPA's built-ins, with shortcuts for the usual operands
//	    of the most frequent ones (builtin.go and builtin_*.go).
//
// Values of Rego are in value.go, the ways between them and OPA's terms and Go's values in term.go and encoder.go. Dump prints a
// program for people (dump.go).
//
// OPA describes the IR in https://www.openpolicyagent.org/docs/ir and recommends its compliance suite to every implementation:
// compliance_test.go runs it, and testdata/compliance.txt names the cases that are not supported, with the reasons.
package plan
