// Command check holds infra/k8s against Kubernetes' own types and against rules of ours, with no
// cluster: `go run .` in this folder. It prints every problem, and ends with 1 when there is one.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	root, err := filepath.Abs("../../..")
	if err != nil {
		panic(err)
	}
	problems := check(root)
	for _, problem := range problems {
		fmt.Fprintln(os.Stderr, problem)
	}
	if len(problems) > 0 {
		os.Exit(1)
	}
	fmt.Println("infra/k8s: base and overlays are sound")
}

// check says what is wrong with infra/k8s of the repository at root.
func check(root string) []string {
	k8s := filepath.Join(root, "infra", "k8s")
	problems := sourceProblems(k8s)
	overlays, err := filepath.Glob(filepath.Join(k8s, "overlays", "*"))
	if err != nil || len(overlays) == 0 {
		problems = append(problems, "infra/k8s/overlays: there is none")
	}
	known, err := knownVariables(root)
	if err != nil {
		return append(problems, err.Error())
	}
	for _, folder := range append([]string{filepath.Join(k8s, "base")}, overlays...) {
		name := filepath.Base(folder)
		built, err := build(folder)
		if err != nil {
			problems = append(problems, fmt.Sprintf("%s: %v", name, err))
			continue
		}
		found := append(structureProblems(built, root), networkProblems(built)...)
		if name == "base" {
			found = append(found, baseProblems(built)...)
		} else {
			found = append(found, overlayProblems(built, known)...)
		}
		for _, problem := range found {
			problems = append(problems, name+": "+problem)
		}
	}
	return problems
}
