package main

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	networkingv1 "k8s.io/api/networking/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

const (
	postgresPort = 5432
	// In the base this stands for the servers' addresses (RFC 5737: nobody has it).
	nowhere = "192.0.2.0/24"
)

func networkProblems(built *Built) []string {
	var problems []string
	say := func(format string, values ...any) {
		problems = append(problems, fmt.Sprintf(format, values...))
	}
	for _, policy := range built.policies {
		selected := built.selected(&policy.Spec.PodSelector)
		if len(selected) == 0 {
			say("NetworkPolicy %s: selects no pods", policy.Name)
		}
		for _, rule := range policy.Spec.Ingress {
			for _, pod := range selected {
				for _, port := range rule.Ports {
					if port.Port != nil && !hasPort(pod, *port.Port) {
						say("NetworkPolicy %s: %s has no port %s", policy.Name, pod.Name, port.Port.String())
					}
				}
			}
			peerProblems(built, policy.Name, rule.From, nil, say)
		}
		for _, rule := range policy.Spec.Egress {
			peerProblems(built, policy.Name, rule.To, rule.Ports, say)
		}
	}
	for _, pod := range built.deployments {
		if !built.denied(pod, networkingv1.PolicyTypeEgress) || !built.denied(pod, networkingv1.PolicyTypeIngress) {
			say("Deployment %s: no NetworkPolicy holds it back", pod.Name)
		}
	}
	for _, port := range append(built.portsOf("POSTGRES_URL", ""), postgresPort) {
		if reader := built.deployment("read-api"); reader == nil || built.reaches(reader, port) {
			say("read-api may reach Postgres' port %d", port)
		}
	}
	return problems
}

// peerProblems: whom a policy names among our pods has to exist, and to listen there.
func peerProblems(built *Built, policy string, peers []networkingv1.NetworkPolicyPeer, ports []networkingv1.NetworkPolicyPort, say sayer) {
	for _, peer := range peers {
		if peer.PodSelector == nil || peer.NamespaceSelector != nil {
			continue
		}
		found := built.selected(peer.PodSelector)
		if len(found) == 0 {
			say("NetworkPolicy %s: names pods that do not exist", policy)
		}
		for _, pod := range found {
			for _, port := range ports {
				if port.Port == nil || !hasPort(pod, *port.Port) {
					say("NetworkPolicy %s: %s does not listen there", policy, pod.Name)
				}
			}
		}
	}
}

// denied: Kubernetes lets everything through but for pods that some policy of the type selects.
func (built *Built) denied(pod *appsv1.Deployment, wanted networkingv1.PolicyType) bool {
	for _, policy := range built.policies {
		for _, kind := range policy.Spec.PolicyTypes {
			if kind == wanted && matches(&policy.Spec.PodSelector, pod) {
				return true
			}
		}
	}
	return false
}

// reaches tells whether any policy lets a pod connect to a port of somebody who is not a pod of ours.
func (built *Built) reaches(pod *appsv1.Deployment, port int) bool {
	for _, policy := range built.policies {
		if !matches(&policy.Spec.PodSelector, pod) {
			continue
		}
		for _, rule := range policy.Spec.Egress {
			if leavesTheCluster(rule) && allows(rule.Ports, port) {
				return true
			}
		}
	}
	return false
}

func leavesTheCluster(rule networkingv1.NetworkPolicyEgressRule) bool {
	for _, peer := range rule.To {
		if peer.PodSelector == nil {
			return true
		}
	}
	return len(rule.To) == 0
}

func allows(ports []networkingv1.NetworkPolicyPort, wanted int) bool {
	for _, port := range ports {
		if port.Port == nil || port.Port.Type == intstr.String {
			return true
		}
		last := int(port.Port.IntVal)
		if port.EndPort != nil {
			last = int(*port.EndPort)
		}
		if int(port.Port.IntVal) <= wanted && wanted <= last {
			return true
		}
	}
	return len(ports) == 0
}

var defaultPorts = map[string]int{
	"postgres": postgresPort, "postgresql": postgresPort, "redis": 6379, "rediss": 6379, "http": 80, "https": 443,
}

// portsOf are the ports of the servers that a variable names, of one program or (empty) of all.
func (built *Built) portsOf(variable string, program string) []int {
	var ports []int
	for _, one := range built.deployments {
		if program != "" && one.Name != program {
			continue
		}
		environment, _ := built.environment(one)
		for _, server := range strings.FieldsFunc(environment[variable], func(sign rune) bool { return sign == ',' || sign == ' ' }) {
			ports = append(ports, portIn(server))
		}
	}
	return ports
}

func portIn(server string) int {
	if !strings.Contains(server, "://") {
		server = "kafka://" + server
	}
	parsed, err := url.Parse(server)
	if err != nil {
		return 0
	}
	if port, err := strconv.Atoi(parsed.Port()); err == nil {
		return port
	}
	return defaultPorts[parsed.Scheme]
}
