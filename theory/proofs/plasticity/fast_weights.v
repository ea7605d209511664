(* Fast weights, linear attention and the key-value cache as plastic layers (arXiv 2410.08711). *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic least_squares.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variable R : realFieldType.
(* Hebbian fast weights: W <- W + v k^T, tokens (k, v) in order *)
Definition hebb d m (s : seq ('cV[R]_d * 'cV[R]_m)) : 'M[R]_(m, d) :=
  foldl (fun W kv => W + kv.2 *m kv.1^T) 0 s.
(* linear attention: sum over the tokens of <k, q> v *)
Definition linatt d m (s : seq ('cV[R]_d * 'cV[R]_m)) (q : 'cV[R]_d) : 'cV[R]_m :=
  \sum_(kv <- s) (kv.1^T *m q) 0 0 *: kv.2.
(* KV cache as two plastic layers, one-hot time gates g_t; columns of K, V are the tokens *)
Section Cache.
Variables (d m T : nat) (K : 'M[R]_(d, T)) (V : 'M[R]_(m, T)).
Definition gate (s : 'I_T) : 'cV[R]_T := delta_mx s 0.
Definition W1 t : 'M[R]_(T, d) := \sum_(s < T | (s < t)%N) gate s *m (col s K)^T.
Definition W2 t : 'M[R]_(m, T) := \sum_(s < T | (s < t)%N) col s V *m (gate s)^T.
(* a normaliser may use the time and the first t logits only (softmax, sparsemax, ...) *)
Definition causal (f : nat -> 'cV[R]_T -> 'cV[R]_T) := forall t (z z' : 'cV[R]_T),
  (forall s : 'I_T, (s < t)%N -> z s 0 = z' s 0) ->
  forall s : 'I_T, (s < t)%N -> f t z s 0 = f t z' s 0.
End Cache.
End Defs.

(* ---------- statements ---------- *)
(** theorem plasticity/HebbianIsLinearAttention
    says: Hebbian fast weights W <- W + v k^T applied to a query equal causal linear attention
      over the same tokens.
    leaves out: Exact arithmetic in any ordered field (F1); quantisation and overflow are not
      modelled.
    supports: plasticity/hebbian-weights-are-linear-attention *)
Definition HebbianIsLinearAttention_statement : Prop :=
  forall (R : realFieldType) d m (s : seq ('cV[R]_d * 'cV[R]_m)) q, hebb s *m q = linatt s q.

(** theorem plasticity/ContextOrderIsIrrelevant
    says: Permuting the tokens does not change the Hebbian weights.
    leaves out: Nothing (F3).
    supports: plasticity/context-order-is-irrelevant *)
Definition ContextOrderIsIrrelevant_statement : Prop :=
  forall (R : realFieldType) d m (s s' : seq ('cV[R]_d * 'cV[R]_m)), perm_eq s s' -> hebb s = hebb s'.

(** theorem plasticity/CacheIsPlastic
    says: The key-value cache as two plastic layers with one-hot time gates equals causal
      attention for every causal normaliser, softmax included.
    leaves out: The normaliser f sees the time and the first t scores only; no score scaling
      (F2).
    supports: plasticity/cache-is-two-plastic-layers *)
Definition CacheIsPlastic_statement : Prop :=
  forall (R : realFieldType) d m T (K : 'M[R]_(d, T)) (V : 'M[R]_(m, T)) f t (q : 'cV[R]_d),
  causal f ->
  W2 V t *m f t (W1 K t *m q) = \sum_(s < T | (s < t)%N) f t (K^T *m q) s 0 *: col s V.

(** theorem plasticity/LayersUpdateLocally
    says: Both plastic layers are updated by the outer product of the gate with the key and of
      the value with the gate.
    leaves out: Nothing (F2).
    supports: plasticity/cache-is-two-plastic-layers *)
Definition LayersUpdateLocally_statement : Prop :=
  forall (R : realFieldType) d m T (K : 'M[R]_(d, T)) (V : 'M[R]_(m, T)) (s : 'I_T),
  W1 K s.+1 = W1 K s + gate R s *m (col s K)^T /\
  W2 V s.+1 = W2 V s + col s V *m (gate R s)^T.

(** theorem plasticity/FirstStepIsHebbian
    says: One batch gradient step from zero on half the squared error is eta times the Hebbian
      matrix.
    leaves out: Nothing (F4).
    supports: plasticity/first-batch-step-is-hebbian *)
Definition FirstStepIsHebbian_statement : Prop :=
  forall (R : realFieldType) d m T (K : 'M[R]_(d, T)) (V : 'M[R]_(m, T)) eta,
  0 - (eta / 2%:R) *: grad K V 0 = eta *: \sum_s col s V *m (col s K)^T.

(** theorem plasticity/DeltaRuleIsAGradientStep
    says: The online delta rule is the gradient step on one token.
    leaves out: Nothing (F4).
    supports: plasticity/delta-rule-is-a-gradient-step *)
Definition DeltaRuleIsAGradientStep_statement : Prop :=
  forall (R : realFieldType) d m eta (W : 'M[R]_(m, d)) (k : 'cV[R]_d) (v : 'cV[R]_m),
  W - (eta / 2%:R) *: grad k v W = W + eta *: ((v - W *m k) *m k^T).

(* ---------- proofs ---------- *)
Section Theory.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).

Lemma hebb_sum d m (s : seq ('cV[R]_d * 'cV[R]_m)) : hebb s = \sum_(kv <- s) kv.2 *m kv.1^T.
Proof.
suff E W : foldl (fun W (kv : 'cV[R]_d * 'cV[R]_m) => W + kv.2 *m kv.1^T) W s
   = W + \sum_(kv <- s) kv.2 *m kv.1^T by rewrite /hebb E add0r.
elim: s W => [|a s IH] W /=; first by rewrite big_nil addr0.
by rewrite IH big_cons addrA.
Qed.
(* F1 *)
Theorem hebb_attention d m (s : seq ('cV[R]_d * 'cV[R]_m)) q : hebb s *m q = linatt s q.
Proof.
rewrite hebb_sum mulmx_suml; apply: eq_bigr => kv _; rewrite -mulmxA.
by rewrite {1}[kv.1^T *m q]mx11_scalar mul_mx_scalar.
Qed.
(* F3 *)
Theorem hebb_perm d m (s s' : seq ('cV[R]_d * 'cV[R]_m)) : perm_eq s s' -> hebb s = hebb s'.
Proof. by move=> p; rewrite !hebb_sum (perm_big _ p). Qed.

(* F2 *)
Section Cache.
Variables (d m T : nat) (K : 'M[R]_(d, T)) (V : 'M[R]_(m, T)).
Lemma W1E t s j : W1 K t s j = if (s < t)%N then K j s else 0.
Proof.
rewrite /W1 summxE (eq_bigr (fun r : 'I_T => (s == r)%:R * K j r)); last first.
  by move=> r _; rewrite mxE big_ord1 !mxE eqxx andbT.
case: ifP => h; last first.
  by rewrite big1 // => r rt; case: eqP => [sr|_]; [by rewrite sr rt in h|by rewrite mul0r].
by rewrite (bigD1 s) //= eqxx mul1r big1 ?addr0 // => r /andP[_ /negbTE]; rewrite eq_sym => ->; rewrite mul0r.
Qed.
Lemma W2E t i s : W2 V t i s = if (s < t)%N then V i s else 0.
Proof.
rewrite /W2 summxE (eq_bigr (fun r : 'I_T => V i r * (s == r)%:R)); last first.
  by move=> r _; rewrite mxE big_ord1 !mxE eqxx andbT.
case: ifP => h; last first.
  by rewrite big1 // => r rt; case: eqP => [sr|_]; [by rewrite sr rt in h|by rewrite mulr0].
by rewrite (bigD1 s) //= eqxx mulr1 big1 ?addr0 // => r /andP[_ /negbTE]; rewrite eq_sym => ->; rewrite mulr0.
Qed.
Lemma ltnS_neq (r s : 'I_T) : ((r < s.+1) && (r != s))%N = (r < s)%N.
Proof. by rewrite ltnS [RHS]ltn_neqAle andbC. Qed.
(* the local plasticity rules *)
Theorem W1_step (s : 'I_T) : W1 K s.+1 = W1 K s + gate R s *m (col s K)^T.
Proof.
by rewrite /W1 (bigD1 s) ?ltnSn //= addrC; congr (_ + _); apply: eq_bigl => r; exact: ltnS_neq.
Qed.
Theorem W2_step (s : 'I_T) : W2 V s.+1 = W2 V s + col s V *m (gate R s)^T.
Proof.
by rewrite /W2 (bigD1 s) ?ltnSn //= addrC; congr (_ + _); apply: eq_bigl => r; exact: ltnS_neq.
Qed.
Theorem cache_attention f t (q : 'cV[R]_d) : causal f ->
  W2 V t *m f t (W1 K t *m q) = \sum_(s < T | (s < t)%N) f t (K^T *m q) s 0 *: col s V.
Proof.
move=> cf; apply/colP=> i; rewrite mxE summxE [RHS]big_mkcond /=; apply: eq_bigr => s _.
rewrite W2E; case: ifP => h; last by rewrite mul0r.
rewrite [RHS]mxE mulrC [col s V i 0]mxE; congr (_ * _).
apply: cf h => r rt; rewrite !mxE; apply: eq_bigr => j _.
by rewrite W1E rt mxE.
Qed.
(* F4: loss sum |W k - v|^2 / 2, hence half of Extra.grad *)
Theorem hebb_gradient eta :
  0 - (eta / 2%:R) *: grad K V 0 = eta *: \sum_s col s V *m (col s K)^T.
Proof.
have t0 : 2%:R != 0 :> R by rewrite pnatr_eq0.
rewrite /grad mul0mx !sub0r mulNmx mulNrn scalerN opprK -scaler_nat scalerA divfK //.
congr (_ *: _); apply/matrixP=> i j; rewrite mxE summxE; apply: eq_bigr => s _.
by rewrite !mxE big_ord1 !mxE.
Qed.
End Cache.
(* the online delta rule is the gradient step on one token *)
Theorem delta_rule d m eta (W : 'M[R]_(m, d)) (k : 'cV[R]_d) (v : 'cV[R]_m) :
  W - (eta / 2%:R) *: grad k v W = W + eta *: ((v - W *m k) *m k^T).
Proof.
have t0 : 2%:R != 0 :> R by rewrite pnatr_eq0.
by rewrite /grad -scaler_nat scalerA divfK // -scalerN -[- (_ *m k^T)]mulNmx opprB.
Qed.
End Theory.

Theorem HebbianIsLinearAttention : HebbianIsLinearAttention_statement.
Proof. exact: hebb_attention. Qed.

Theorem ContextOrderIsIrrelevant : ContextOrderIsIrrelevant_statement.
Proof. exact: hebb_perm. Qed.

Theorem CacheIsPlastic : CacheIsPlastic_statement.
Proof. by move=> R d m T K V f t q; apply: cache_attention. Qed.

Theorem LayersUpdateLocally : LayersUpdateLocally_statement.
Proof. by move=> R d m T K V s; split; [apply: W1_step|apply: W2_step]. Qed.

Theorem FirstStepIsHebbian : FirstStepIsHebbian_statement.
Proof. by move=> R d m T K V eta; apply: hebb_gradient. Qed.

Theorem DeltaRuleIsAGradientStep : DeltaRuleIsAGradientStep_statement.
Proof. exact: delta_rule. Qed.
