package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// Built is what kustomize makes of a folder, by kind.
type Built struct {
	deployments []*appsv1.Deployment
	services    []*corev1.Service
	configMaps  []*corev1.ConfigMap
	secrets     []*corev1.Secret
	budgets     []*policyv1.PodDisruptionBudget
	scalers     []*autoscalingv2.HorizontalPodAutoscaler
	policies    []*networkingv1.NetworkPolicy
}

// build runs kustomize, and decodes each object as its API type: a field or a kind that the API does
// not know is an error.
func build(folder string) (*Built, error) {
	resources, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		return nil, err
	}
	decoder, err := strictDecoder()
	if err != nil {
		return nil, err
	}
	built := &Built{}
	for _, resource := range resources.Resources() {
		text, err := resource.AsYAML()
		if err != nil {
			return nil, err
		}
		object, _, err := decoder.Decode(text, nil, nil)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", resource.GetKind(), resource.GetName(), err)
		}
		built.add(object)
	}
	return built, nil
}

func strictDecoder() (*json.Serializer, error) {
	scheme := runtime.NewScheme()
	register := runtime.NewSchemeBuilder(
		appsv1.AddToScheme, autoscalingv2.AddToScheme, corev1.AddToScheme, networkingv1.AddToScheme,
		policyv1.AddToScheme,
	)
	if err := register.AddToScheme(scheme); err != nil {
		return nil, err
	}
	options := json.SerializerOptions{Yaml: true, Strict: true}
	return json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme, scheme, options), nil
}

func (built *Built) add(object runtime.Object) {
	switch one := object.(type) {
	case *appsv1.Deployment:
		built.deployments = append(built.deployments, one)
	case *corev1.Service:
		built.services = append(built.services, one)
	case *corev1.ConfigMap:
		built.configMaps = append(built.configMaps, one)
	case *corev1.Secret:
		built.secrets = append(built.secrets, one)
	case *policyv1.PodDisruptionBudget:
		built.budgets = append(built.budgets, one)
	case *autoscalingv2.HorizontalPodAutoscaler:
		built.scalers = append(built.scalers, one)
	case *networkingv1.NetworkPolicy:
		built.policies = append(built.policies, one)
	}
}

// sourceProblems finds what kustomize passes over: keys that stand twice, and files that nobody names.
func sourceProblems(folder string) []string {
	var problems []string
	var texts strings.Builder
	var resources []string
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, document := range strings.Split(string(text), "\n---\n") {
			var any map[string]any
			if err := yaml.UnmarshalStrict([]byte(document), &any); err != nil {
				problems = append(problems, fmt.Sprintf("%s: %v", path, err))
			}
		}
		if filepath.Base(path) == "kustomization.yaml" {
			texts.Write(text)
		} else {
			resources = append(resources, filepath.Base(path))
		}
		return nil
	})
	if err != nil {
		problems = append(problems, err.Error())
	}
	for _, name := range resources {
		if !strings.Contains(texts.String(), "- "+name+"\n") {
			problems = append(problems, name+" is in no kustomization")
		}
	}
	return problems
}
