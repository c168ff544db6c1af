package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// leastGraceSeconds: a process of ours ends by itself within 10 s (platform/src/shutdown.ts).
const leastGraceSeconds = 15

func structureProblems(built *Built, root string) []string {
	var problems []string
	say := func(format string, values ...any) {
		problems = append(problems, fmt.Sprintf(format, values...))
	}
	for _, one := range built.deployments {
		selected := built.selected(one.Spec.Selector)
		if len(selected) != 1 || selected[0] != one {
			say("Deployment %s: its selector is not of its own pods alone", one.Name)
		}
		podProblems(one, say)
		for _, container := range one.Spec.Template.Spec.Containers {
			containerProblems(one, container, root, say)
		}
	}
	for _, one := range built.services {
		pods := built.withLabels(one.Spec.Selector)
		if len(pods) == 0 {
			say("Service %s: selects no pods", one.Name)
		}
		for _, pod := range pods {
			for _, port := range one.Spec.Ports {
				if !hasPort(pod, port.TargetPort) {
					say("Service %s: %s has no port %s", one.Name, pod.Name, port.TargetPort.String())
				}
			}
		}
	}
	for _, one := range built.budgets {
		if len(built.selected(one.Spec.Selector)) != 1 {
			say("PodDisruptionBudget %s: selects not the pods of one Deployment", one.Name)
		}
	}
	for _, one := range built.scalers {
		target := built.deployment(one.Spec.ScaleTargetRef.Name)
		if target == nil || one.Spec.ScaleTargetRef.Kind != "Deployment" {
			say("HorizontalPodAutoscaler %s: its target does not exist", one.Name)
		} else if target.Spec.Replicas != nil {
			say("Deployment %s: says how many, and so does its HorizontalPodAutoscaler", target.Name)
		}
	}
	return problems
}

type sayer func(format string, values ...any)

func podProblems(one *appsv1.Deployment, say sayer) {
	pod := one.Spec.Template.Spec
	security := pod.SecurityContext
	if security == nil || !isTrue(security.RunAsNonRoot) || security.RunAsUser == nil || *security.RunAsUser == 0 {
		say("Deployment %s: may run as root", one.Name)
	}
	if security == nil || security.SeccompProfile == nil || security.SeccompProfile.Type != corev1.SeccompProfileTypeRuntimeDefault {
		say("Deployment %s: has no seccomp profile", one.Name)
	}
	if !isFalse(pod.AutomountServiceAccountToken) {
		say("Deployment %s: gets a token of the cluster", one.Name)
	}
	if !isFalse(pod.EnableServiceLinks) {
		say("Deployment %s: gets variables that Kubernetes makes of Services", one.Name)
	}
	if grace := pod.TerminationGracePeriodSeconds; grace == nil || *grace < leastGraceSeconds {
		say("Deployment %s: is killed before it has stopped", one.Name)
	}
	for _, spread := range pod.TopologySpreadConstraints {
		if !matches(spread.LabelSelector, one) {
			say("Deployment %s: spreads other pods than its own", one.Name)
		}
	}
	if len(pod.InitContainers) > 0 {
		say("Deployment %s: has containers that nobody checks", one.Name)
	}
}

func containerProblems(one *appsv1.Deployment, container corev1.Container, root string, say sayer) {
	name := one.Name + "/" + container.Name
	if len(container.Ports) == 0 {
		say("%s: listens nowhere", name)
	}
	probes := map[string]*corev1.Probe{
		"startup": container.StartupProbe, "liveness": container.LivenessProbe, "readiness": container.ReadinessProbe,
	}
	for _, kind := range []string{"startup", "liveness", "readiness"} {
		probe := probes[kind]
		if probe == nil || probe.HTTPGet == nil {
			say("%s: has no %s probe", name, kind)
		} else if path := probe.HTTPGet.Path; !hasPort(one, probe.HTTPGet.Port) || path != "/livez" && path != "/readyz" {
			say("%s: its %s probe asks what it does not answer", name, kind)
		}
	}
	resources := container.Resources
	if resources.Requests.Cpu().IsZero() || resources.Requests.Memory().IsZero() || resources.Limits.Memory().IsZero() {
		say("%s: its resources are not said", name)
	}
	security := container.SecurityContext
	if security == nil || !isFalse(security.AllowPrivilegeEscalation) || !isTrue(security.ReadOnlyRootFilesystem) ||
		security.Capabilities == nil || len(security.Capabilities.Add) > 0 || fmt.Sprint(security.Capabilities.Drop) != "[ALL]" ||
		security.RunAsUser != nil || security.RunAsNonRoot != nil || isTrue(security.Privileged) {
		say("%s: may do more than it needs", name)
	}
	mountProblems(one, container, say)
	main := container.Command[len(container.Command)-1]
	if strings.HasSuffix(main, ".ts") {
		if _, err := os.Stat(filepath.Join(root, main)); err != nil {
			say("%s: %s does not exist", name, main)
		}
	}
}

func mountProblems(one *appsv1.Deployment, container corev1.Container, say sayer) {
	volumes := map[string]bool{}
	for _, volume := range one.Spec.Template.Spec.Volumes {
		volumes[volume.Name] = true
		if volume.HostPath != nil {
			say("Deployment %s: reaches into the node", one.Name)
		}
	}
	for _, mount := range container.VolumeMounts {
		if !volumes[mount.Name] {
			say("%s: mounts %s, which does not exist", one.Name, mount.Name)
		}
	}
}

func isTrue(value *bool) bool  { return value != nil && *value }
func isFalse(value *bool) bool { return value != nil && !*value }

func matches(selector *metav1.LabelSelector, one *appsv1.Deployment) bool {
	chosen, err := metav1.LabelSelectorAsSelector(selector)
	return err == nil && chosen.Matches(labels.Set(one.Spec.Template.Labels))
}

// selected are the Deployments whose pods a selector chooses; none when it is not one.
func (built *Built) selected(selector *metav1.LabelSelector) []*appsv1.Deployment {
	var found []*appsv1.Deployment
	for _, one := range built.deployments {
		if matches(selector, one) {
			found = append(found, one)
		}
	}
	return found
}

func (built *Built) withLabels(wanted map[string]string) []*appsv1.Deployment {
	if len(wanted) == 0 {
		return nil
	}
	return built.selected(&metav1.LabelSelector{MatchLabels: wanted})
}

func (built *Built) deployment(name string) *appsv1.Deployment {
	for _, one := range built.deployments {
		if one.Name == name {
			return one
		}
	}
	return nil
}

// portOf is the number that a port's name or number stands for in a pod; 0 when it listens on no such.
func portOf(one *appsv1.Deployment, wanted intstr.IntOrString) int32 {
	for _, container := range one.Spec.Template.Spec.Containers {
		for _, port := range container.Ports {
			if port.Name == wanted.StrVal && wanted.Type == intstr.String || port.ContainerPort == wanted.IntVal {
				return port.ContainerPort
			}
		}
	}
	return 0
}

func hasPort(one *appsv1.Deployment, wanted intstr.IntOrString) bool { return portOf(one, wanted) != 0 }
