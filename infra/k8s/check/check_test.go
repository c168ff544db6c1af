package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	base    = "infra/k8s/base/"
	example = "infra/k8s/overlays/example/"
)

// A defect is a replacement in one file; the check has to say `wanted` of it.
var defects = []struct{ name, file, old, new, wanted string }{
	{"a field that the API does not know", base + "read-api.yaml", "minReplicas", "minReplica", `unknown field "spec.minReplica"`},
	{"a field in other letters", base + "gateway.yaml", "terminationGracePeriodSeconds", "TerminationGracePeriodSeconds", "unknown field"},
	{"a kind that the API does not know", base + "gateway.yaml", "kind: Service\n", "kind: Servic\n", "no kind"},
	{"a value of another type", base + "projector.yaml", "replicas: 2", "replicas: two", "Deployment projector"},
	{"a key twice", base + "projector.yaml", "replicas: 2", "replicas: 2\n  replicas: 3", "already"},
	{"a file that nobody names", base + "kustomization.yaml", "  - connectors.yaml\n", "", "connectors.yaml is in no kustomization"},
	{"a secret in the base", base + "kustomization.yaml", "configMapGenerator:", "secretGenerator: [{ name: write-api, literals: [A=b] }]\nconfigMapGenerator:", "belongs into an overlay"},
	{"a selector of no pods", base + "write-api.yaml", "matchLabels: { app.kubernetes.io/name: write-api }\n  template", "matchLabels: { app.kubernetes.io/name: other }\n  template", "Deployment write-api: its selector"},
	{"a selector of others' pods", base + "write-api.yaml", "matchLabels: { app.kubernetes.io/name: write-api }\n  template", "matchLabels: { app.kubernetes.io/part-of: broadsheet }\n  template", "Deployment write-api: its selector"},
	{"no readiness", base + "connectors.yaml", "          readinessProbe:\n            httpGet: { path: /readyz, port: http }\n            periodSeconds: 5\n            timeoutSeconds: 6\n", "", "no readiness probe"},
	{"a probe of another port", base + "connectors.yaml", "path: /readyz, port: http", "path: /readyz, port: web", "readiness probe asks"},
	{"a probe of an unknown path", base + "connectors.yaml", "path: /readyz", "path: /ready", "readiness probe asks"},
	{"root", base + "connectors.yaml", "runAsUser: 10001", "runAsUser: 0", "may run as root"},
	{"no seccomp", base + "connectors.yaml", "type: RuntimeDefault", "type: Unconfined", "no seccomp profile"},
	{"a writable root", base + "connectors.yaml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "may do more"},
	{"a capability", base + "connectors.yaml", "drop: [ALL]", "drop: [ALL], add: [NET_ADMIN]", "may do more"},
	{"no memory limit", base + "connectors.yaml", "limits: { memory: 256Mi }", "limits: {}", "resources are not said"},
	{"a token of the cluster", base + "connectors.yaml", "automountServiceAccountToken: false", "automountServiceAccountToken: true", "token of the cluster"},
	{"variables of Services", base + "connectors.yaml", "enableServiceLinks: false", "enableServiceLinks: true", "makes of Services"},
	{"killed early", base + "connectors.yaml", "PeriodSeconds: 20", "PeriodSeconds: 5", "before it has stopped"},
	{"a program that is not there", base + "connectors.yaml", "connectors/src/main.ts", "connectors/main.ts", "connectors/main.ts does not exist"},
	{"a mount of nothing", base + "read-api.yaml", "- { name: spool, mountPath", "- { name: spol, mountPath", "mounts spol"},
	{"a Service of nobody", base + "write-api.yaml", "selector: { app.kubernetes.io/name: write-api }", "selector: { app: write-api }", "Service write-api: selects no pods"},
	{"a Service's port of nobody", base + "gateway.yaml", "targetPort: http", "targetPort: web", "has no port web"},
	{"a budget of nobody", base + "projector.yaml", "maxUnavailable: 1\n  selector:\n    matchLabels: { app.kubernetes.io/name: projector }", "maxUnavailable: 1\n  selector:\n    matchLabels: { app: x }", "PodDisruptionBudget projector"},
	{"a scaler of nobody", base + "read-api.yaml", "kind: Deployment, name: read-api", "kind: Deployment, name: reads", "its target does not exist"},
	{"replicas said twice", base + "read-api.yaml", "spec:\n  strategy:", "spec:\n  replicas: 2\n  strategy:", "and so does its HorizontalPodAutoscaler"},
	{"spreading others", base + "read-api.yaml", "labelSelector: { matchLabels: { app.kubernetes.io/name: read-api } }", "labelSelector: { matchLabels: { app: x } }", "spreads other pods"},
	{"read-api reaches Postgres", base + "network.yaml", "values: [write-api, projector, connectors]", "values: [write-api, projector, connectors, read-api]", "read-api may reach Postgres' port 5432"},
	{"read-api reaches all", base + "network.yaml", "values: [read-api, projector] }\n  policyTypes: [Egress]\n  egress:\n    - to:\n        - ipBlock: { cidr: 192.0.2.0/24 }\n      ports:\n        - { protocol: TCP, port: 9200 }", "values: [read-api, projector] }\n  policyTypes: [Egress]\n  egress:\n    - {}", "read-api may reach Postgres' port 5432"},
	{"read-api reaches a range", base + "network.yaml", "port: 6379 }", "port: 5000, endPort: 7000 }", "read-api may reach Postgres' port 5432"},
	{"Postgres on a port that read-api reaches", example + "secrets/write-api.env", "postgres.example:5432", "postgres.example:6379", "read-api may reach Postgres' port 6379"},
	{"nobody is held back", base + "network.yaml", "app.kubernetes.io/part-of: broadsheet", "app.kubernetes.io/name: gateway", "connectors: no NetworkPolicy"},
	{"a policy of nobody", base + "network.yaml", "values: [connectors]", "values: [connector]", "to-connect: selects no pods"},
	{"a policy that lets nobody in", base + "network.yaml", "- podSelector:\n            matchLabels: { app.kubernetes.io/name: gateway }", "- podSelector:\n            matchLabels: { app.kubernetes.io/name: nginx }", "names pods that do not exist"},
	{"a policy to a closed port", base + "network.yaml", "port: 3000", "port: 3001", "does not listen there"},
	{"a server out of reach", example + "kustomization.yaml", "value: 8443", "value: 8124", "may not reach port 8443 of CLICKHOUSE_URL"},
	{"a server nowhere", example + "kustomization.yaml", "value: 10.20.6.0/24", "value: 192.0.2.0/24", "to-connect: the overlay does not say where to"},
	{"an unknown variable", base + "kustomization.yaml", "SERVICE_NAME=projector", "SERVICE=projector", "projector: SERVICE is no variable of it"},
	{"another program's variable", example + "secrets/read-api.env", "REDIS_URL=", "POSTGRES_URL=postgres://a\nREDIS_URL=", "read-api: POSTGRES_URL is no variable of it"},
	{"a needed variable", example + "secrets/read-api.env", "TOKEN_KEY", "#", "read-api: needs TOKEN_KEY"},
	{"no secrets", example + "kustomization.yaml", "  - { name: projector, envs: [secrets/projector.env] }\n", "", "there is no Secret projector"},
	{"no configuration", base + "gateway.yaml", "configMap: { name: gateway }", "configMap: { name: gate }", "there is no ConfigMap gate"},
	{"another port", base + "kustomization.yaml", "literals: [HOST=0.0.0.0, PORT=3000, SERVICE_NAME=connectors]", "literals: [HOST=0.0.0.0, PORT=3001, SERVICE_NAME=connectors]", "listens on another port"},
	{"no Service for the gateway", base + "gateway.yaml", "read-api.$(NAMESPACE)", "reads.$(NAMESPACE)", "no Service for READ_API"},
	{"any image", example + "kustomization.yaml", "newTag: 0.1.0", "newTag: latest", "its image may be any"},
	{"a patch of nothing", example + "kustomization.yaml", "path: /spec/egress/0/ports/0/port, value: 8443", "path: /spec/egress/1/ports/0/port, value: 8443", "example: "},
	{"a file of nginx that is gone", "infra/nginx/kustomization.yaml", "routes.conf", "route.conf", "route.conf"},
}

func TestWhatIsThereIsSound(t *testing.T) {
	if problems := check("../../.."); len(problems) > 0 {
		t.Error(strings.Join(problems, "\n"))
	}
}

func TestEveryPlantedDefectIsFound(t *testing.T) {
	for _, defect := range defects {
		t.Run(defect.name, func(t *testing.T) {
			root := copied(t)
			path := filepath.Join(root, defect.file)
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			planted := strings.ReplaceAll(string(text), defect.old, defect.new)
			if planted == string(text) {
				t.Fatalf("%s has no %q", defect.file, defect.old)
			}
			if err := os.WriteFile(path, []byte(planted), 0o600); err != nil {
				t.Fatal(err)
			}
			if found := strings.Join(check(root), "\n"); !strings.Contains(found, defect.wanted) {
				t.Errorf("wanted %q, found:\n%s", defect.wanted, found)
			}
		})
	}
}

// copied is a repository with what the check reads.
func copied(t *testing.T) string {
	root := t.TempDir()
	folders := []string{"infra/nginx", "infra/k8s/base", "infra/k8s/overlays", "docs"}
	for _, folder := range folders {
		if err := os.CopyFS(filepath.Join(root, folder), os.DirFS(filepath.Join("../../..", folder))); err != nil {
			t.Fatal(err)
		}
	}
	for _, room := range []string{"write-api", "read-api", "projector", "connectors"} {
		folder := filepath.Join(root, room, "src")
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "main.ts"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}
