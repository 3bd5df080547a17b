/** The choice of a device is honest. */
import { onnxBackend, probeDevices } from '@graftml/backend-onnx';
import { BackendError } from '@graftml/core';
import { describe, expect, it } from 'vitest';

describe('devices', () => {
  it('are probed by running something: cpu works everywhere, the others say what is missing', async () => {
    const reports = await probeDevices();
    expect(reports.map(({ device }) => device)).toEqual(['cpu', 'cuda', 'webgpu']);
    expect(reports[0]).toMatchObject({ works: true, runtime: expect.stringMatching(/^onnxruntime-node 1\./) });
    for (const report of reports)
      if (!report.works) {
        expect(report.why).not.toBe('');
        expect(report.hint).toBeTruthy();
      }
  });

  it("'auto' gives one that works and says why", async () => {
    const backend = await onnxBackend();
    expect(['cpu', 'cuda', 'webgpu']).toContain(backend.capabilities.device);
    expect(backend.capabilities.reason).not.toBe('');
    if (backend.capabilities.device === 'cpu') expect(backend.capabilities.reason).toMatch(/cuda: .+webgpu: /s);
    await backend.dispose();
  });

  it('asked for by name are had or refused, never replaced', async () => {
    for (const device of ['cuda', 'webgpu'] as const) {
      const outcome = await onnxBackend({ device }).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        expect(outcome).toBeInstanceOf(BackendError);
        expect(outcome.message).toMatch(new RegExp(`^${device}: ${device} cannot be used\\. Received .+ Hint: `, 's'));
        continue;
      }
      const backend = outcome as Awaited<ReturnType<typeof onnxBackend>>;
      expect(backend.capabilities.device).toBe(device);
      await backend.dispose();
    }
  });
});
