package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
)

// Variables of one program: name → whether it has to be set.
type Variables map[string]bool

var (
	heading = regexp.MustCompile(`^## (.+)$`)
	row     = regexp.MustCompile("^\\| `([A-Z_]+)` \\| .* \\| (\\*\\*needed\\*\\*|`[^`]*`) \\|")
	usage   = regexp.MustCompile(`^#   ([A-Z_]+) `)
	servers = []string{"POSTGRES_URL", "REDIS_URL", "ELASTICSEARCH_URL", "CLICKHOUSE_URL", "CONNECT_URL", "KAFKA_BROKERS"}
	// What Node itself reads.
	ofNode = []string{"NODE_ENV", "NODE_OPTIONS", "NODE_EXTRA_CA_CERTS", "TZ"}
)

// knownVariables reads what each program may be told from docs/configuration.md, and of the gateway
// from nginx's start script.
func knownVariables(root string) (map[string]Variables, error) {
	known := map[string]Variables{}
	page, err := os.ReadFile(filepath.Join(root, "docs", "configuration.md"))
	if err != nil {
		return nil, err
	}
	program := ""
	for _, line := range strings.Split(string(page), "\n") {
		if found := heading.FindStringSubmatch(line); found != nil {
			program = found[1]
			known[program] = Variables{}
		} else if found := row.FindStringSubmatch(line); found != nil {
			known[program][found[1]] = found[2] == "**needed**"
		}
	}
	script, err := os.ReadFile(filepath.Join(root, "infra", "nginx", "start.sh"))
	if err != nil {
		return nil, err
	}
	known["gateway"] = Variables{"NAMESPACE": false}
	for _, line := range strings.Split(string(script), "\n") {
		if found := usage.FindStringSubmatch(line); found != nil {
			known["gateway"][found[1]] = false
		}
	}
	for program, variables := range known {
		if len(variables) < 3 {
			return nil, fmt.Errorf("%s: its variables were not found", program)
		}
		for _, name := range ofNode {
			variables[name] = false
		}
	}
	return known, nil
}

// environment is what a Deployment's containers are told, and the sources of it that do not exist.
func (built *Built) environment(one *appsv1.Deployment) (map[string]string, []string) {
	environment := map[string]string{}
	var missing []string
	for _, container := range one.Spec.Template.Spec.Containers {
		for _, source := range container.EnvFrom {
			if reference := source.ConfigMapRef; reference != nil {
				if !built.addConfigMap(reference.Name, environment) {
					missing = append(missing, "ConfigMap "+reference.Name)
				}
			}
			if reference := source.SecretRef; reference != nil {
				if !built.addSecret(reference.Name, environment) {
					missing = append(missing, "Secret "+reference.Name)
				}
			}
		}
		for _, variable := range container.Env {
			environment[variable.Name] = variable.Value
		}
	}
	for _, volume := range one.Spec.Template.Spec.Volumes {
		if source := volume.ConfigMap; source != nil && !built.addConfigMap(source.Name, map[string]string{}) {
			missing = append(missing, "ConfigMap "+source.Name)
		}
	}
	return environment, missing
}

func (built *Built) addConfigMap(name string, to map[string]string) bool {
	for _, one := range built.configMaps {
		if one.Name == name {
			for key, value := range one.Data {
				to[key] = value
			}
			return true
		}
	}
	return false
}

func (built *Built) addSecret(name string, to map[string]string) bool {
	for _, one := range built.secrets {
		if one.Name == name {
			for key, value := range one.Data {
				to[key] = string(value)
			}
			return true
		}
	}
	return false
}

// baseProblems: a base has no secrets, and all of its sources but the Secrets of its overlays.
func baseProblems(built *Built) []string {
	var problems []string
	for _, one := range built.secrets {
		problems = append(problems, "Secret "+one.Name+": belongs into an overlay")
	}
	for _, one := range built.deployments {
		_, missing := built.environment(one)
		for _, source := range missing {
			if source != "Secret "+one.Name {
				problems = append(problems, fmt.Sprintf("Deployment %s: there is no %s", one.Name, source))
			}
		}
	}
	return problems
}

// overlayProblems: every program is told all that it needs and nothing that it does not know, where it
// listens is where it is asked, its servers can be reached, and its image is a certain one.
func overlayProblems(built *Built, known map[string]Variables) []string {
	var problems []string
	say := func(format string, values ...any) {
		problems = append(problems, fmt.Sprintf(format, values...))
	}
	for _, one := range built.deployments {
		environment, missing := built.environment(one)
		for _, source := range missing {
			say("Deployment %s: there is no %s", one.Name, source)
		}
		variableProblems(one.Name, environment, known[one.Name], say)
		listening, _ := strconv.Atoi(environment["PORT"])
		for _, container := range one.Spec.Template.Spec.Containers {
			if len(container.Ports) > 0 && int(container.Ports[0].ContainerPort) != listening {
				say("Deployment %s: listens on another port than its container's", one.Name)
			}
			if _, tag, _ := strings.Cut(filepath.Base(container.Image), ":"); tag == "" || tag == "latest" {
				say("Deployment %s: its image may be any", one.Name)
			}
		}
		for _, variable := range servers {
			for _, port := range built.portsOf(variable, one.Name) {
				if !built.reaches(one, port) {
					say("Deployment %s: may not reach port %d of %s", one.Name, port, variable)
				}
			}
		}
		for _, variable := range []string{"WRITE_API", "READ_API"} {
			if address, told := environment[variable]; told && !built.serves(address) {
				say("Deployment %s: there is no Service for %s", one.Name, variable)
			}
		}
	}
	for _, policy := range built.policies {
		for _, rule := range policy.Spec.Egress {
			for _, peer := range rule.To {
				if peer.IPBlock != nil && peer.IPBlock.CIDR == nowhere {
					say("NetworkPolicy %s: the overlay does not say where to", policy.Name)
				}
			}
		}
	}
	return problems
}

func variableProblems(program string, environment map[string]string, known Variables, say sayer) {
	names := make([]string, 0, len(environment))
	for name := range environment {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if _, is := known[name]; !is {
			say("%s: %s is no variable of it", program, name)
		}
	}
	for name, needed := range known {
		if needed && environment[name] == "" {
			say("%s: needs %s", program, name)
		}
	}
}

// serves tells whether `<service>.<whatever>:<port>` is a Service's.
func (built *Built) serves(address string) bool {
	host, port, _ := strings.Cut(address, ":")
	name, _, _ := strings.Cut(host, ".")
	for _, one := range built.services {
		for _, offered := range one.Spec.Ports {
			if one.Name == name && strconv.Itoa(int(offered.Port)) == port {
				return true
			}
		}
	}
	return false
}
