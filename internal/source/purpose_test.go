package source_test

import (
	"testing"

	"github.com/seclint/seclint/internal/source"
)

func TestTagOfFolder(t *testing.T) {
	t.Parallel()
	for tag, names := range map[string][]string{
		source.TagTest: {
			"test", "tests", "Tests", "testing", "testdata", "test-data", "__tests__", "e2e", "fixtures", "integration", "test-environments",
			"test_env", "testing-infra", "test-utils", "tests.support", "e2e-tests", "e2e-stack", "integration-tests", "integrationtests", "unit_test",
			"load-testing", "docker-tests", "dev_tests", "api_tests", "end-to-end-tests",
		},
		source.TagExample:     {"example", "examples", "samples", "demo", "docker-examples", "config.samples", "example-config", "sample_data"},
		source.TagDevelopment: {"dev", "development", ".devcontainer", "local", "dev-environment", "dev_env", "docker-dev", "local-dev", "local-stack", "dev-scripts"},
		"": {
			"tests-service", "test-service", "test-runner", "test-results", "testimonials", "contest", "latest", "attestation", "lab-tests", "ab_tests",
			"speedtest", "integrations", "testing-platform", "local-gateway", "dev-portal", "devices", "developer", "locale", "example.com", "sampler",
			"sample-rate", "demographics", "unit", "load", "system", "api", "docker", "protest-test", "fixture-booking",
		},
	} {
		for _, name := range names {
			if got := source.TagOfFolder(name); got != tag {
				t.Errorf("%s: %q, want %q", name, got, tag)
			}
		}
	}
}
