(* The gradient of the population loss of the reduced two-layer model in the first attention matrix,
   as a true derivative; at match strength zero it is driven by the finite-length drive K
   (arXiv 2402.14735, stage 1). *)
From Coq Require Import ZArith QArith Qreduction.
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic softmax information chain derivative rational.
From Lemmascope.causal Require Import forest loss finite_length.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* an exponential and a logarithm, as far as they are used: the real ones are an instance *)
Definition exponential (R : realFieldType) (ex : R -> R) :=
  (forall x, 0 < ex x) /\ forall x, derivative_at ex x (ex x).
Definition logarithm (R : realFieldType) (lg : R -> R) :=
  forall x, 0 < x -> derivative_at lg x x^-1.

Section Defs.
Variables (R : realFieldType) (n : nat).
Notation S := 'I_n.+1.
Variables (ex : R -> R) (eps : R) (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (par : nat -> option nat).
Variables (A1 : nat -> nat -> R).
(* A2 = beta I *)
Definition matching (beta : R) (a b : S) : R := beta * (a == b)%:R.
(* attention of the query on position i, and w_i, with the output of the model for the frequencies *)
Definition query_attention (A2 : S -> S -> R) (x : seq S) (q : S) i : R :=
  ex (score ex A1 A2 x q i) / \sum_(l < size x) ex (score ex A1 A2 x q l).
Definition output_weight (A2 : S -> S -> R) (x : seq S) (q : S) i : R :=
  \sum_s pi q s / (out ex A1 A2 x q s + eps) * ((nth ord0 x i == s)%:R - out ex A1 A2 x q s).
(* G_ij = T E[p_i w_i 1(s_j = s_T)], T = m + 1 with the query at position m *)
Definition drive_at (beta : R) m i j : R :=
  m.+1%:R * \sum_q n.+1%:R^-1 * E pi mu par m (fun s => let x := rcons s q in
    query_attention (matching beta) x q i * output_weight (matching beta) x q i
    * (nth ord0 x j == q)%:R).
(* entry (i, j) of the gradient in A1 at A2 = beta I: -(beta / T) (J(a_i) G_i)_j *)
Definition gradient_entry (beta : R) m i (j : 'I_i.+1) : R :=
  - (beta / m.+1%:R) * (att ex A1 j *
      (drive_at beta m i j - \sum_(k < i.+1) att ex A1 k * drive_at beta m i k)).
End Defs.

(* ---------- statements ---------- *)
(** theorem causal/GradientOfTheLoss
    says: At A2 = beta I and any A1 the population loss has, in every direction V of A1, the
      derivative sum V_ij (dL/dA1_ij) with dL/dA1_i = -(beta/T) J(a_i) G_i, where G_ij = T E[p_i
      w_i 1(s_j = s_T)]; for every chain, forest, length and eps > 0.
    leaves out: ex and lg are any functions with ex > 0, ex' = ex and lg' = 1/x on positive
      numbers (epsilon-delta derivatives over an ordered field); that real exponential and
      logarithm are such functions is not proved here. The prior is one chain.
    supports: causal/leading-order-remainder causal/gradient-rows-sum-to-zero *)
Definition GradientOfTheLoss_statement : Prop :=
  forall (R : realFieldType) n (ex lg : R -> R) (eps : R) (pi : 'M[R]_n.+1) mu par m
    (A1 V : nat -> nat -> R) (beta : R),
  exponential ex -> logarithm lg -> 0 < eps ->
  derivative_at (fun t =>
      pop_loss ex lg eps pi mu par m (fun i j => A1 i j + t * V i j) (matching beta)) 0
    (\sum_(i < m.+1) \sum_(j < i.+1) V i j * gradient_entry ex eps pi mu par A1 beta m j).
(** theorem causal/DriveIsK
    says: At match strength zero the drive G is the finite-length drive K, whatever the first
      attention matrix.
    leaves out: As causal/GradientOfTheLoss.
    supports: causal/leading-order-remainder causal/stage-one-decoupling *)
Definition DriveIsK_statement : Prop :=
  forall (R : realFieldType) n (ex : R -> R) (eps : R) (pi : 'M[R]_n.+1) mu par m A1 i j,
  exponential ex ->
  drive_at ex eps pi mu par A1 0 m i j = Kfin pi mu par eps m i j.
(** theorem causal/LeadingOrderGradient
    says: The gradient entry in A1 at A2 = beta I, as a function of beta, vanishes at beta = 0
      and has there the derivative -(1/T) (J(a_i) K_i)_j; for A1 = 0 that is the leading-order
      gradient -(1/T) J(u_i) K_i with uniform attention.
    leaves out: As causal/GradientOfTheLoss; a bound for positive beta is
      causal/LeadingOrderRemainder.
    supports: causal/leading-order-remainder causal/stage-one-decoupling
      causal/parent-dominates-at-finite-match-strength *)
Definition LeadingOrderGradient_statement : Prop :=
  forall (R : realFieldType) n (ex : R -> R) (eps : R) (pi : 'M[R]_n.+1) mu par m A1 i (j : 'I_i.+1),
  exponential ex -> 0 < eps ->
  let K := Kfin pi mu par eps m in
  [/\ gradient_entry ex eps pi mu par A1 0 m j = 0,
      derivative_at (fun beta => gradient_entry ex eps pi mu par A1 beta m j) 0
        (- (m.+1%:R^-1 * (att ex A1 j * (K i j - \sum_(k < i.+1) att ex A1 k * K i k)))) &
      (forall i j, A1 i j = 0) ->
      - (m.+1%:R^-1 * (att ex A1 j * (K i j - \sum_(k < i.+1) att ex A1 k * K i k)))
      = grad0 K m.+1 j].

(* ---------- proofs ---------- *)
Section SequenceLaw.
Variables (R : realFieldType) (n : nat) (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1).
Variable par : nat -> option nat.
Notation S := 'I_n.+1.
Notation E := (E pi mu par).
Lemma E_same m f h : (forall s : seq S, size s = m -> f s = h s) -> E m f = E m h.
Proof.
elim: m f h => [|m IH] f h fh /=; first exact: fh.
by apply: IH => s sm; apply: eq_bigr => x _; rewrite fh // size_rcons sm.
Qed.
Lemma E_plus m f h : E m (fun s => f s + h s) = E m f + E m h.
Proof.
elim: m f h => [|m IH] f h //=; rewrite -IH; apply: E_same => s _.
by rewrite -big_split; apply: eq_bigr => x _; rewrite mulrDr.
Qed.
Lemma E_zero m : E m (fun=> 0) = 0.
Proof.
elim: m => [|m IH] //=; rewrite -[RHS]IH; apply: E_same => s _.
by rewrite big1 // => x _; rewrite mulr0.
Qed.
Lemma E_sums m (I : finType) (f : I -> seq S -> R) :
  E m (fun s => \sum_i f i s) = \sum_i E m (f i).
Proof.
elim: m f => [|m IH] f //=; rewrite -IH; apply: E_same => s _.
by rewrite exchange_big; apply: eq_bigr => x _; rewrite mulr_sumr.
Qed.
Lemma E_times m c f : E m (fun s => c * f s) = c * E m f.
Proof.
elim: m f => [|m IH] f //=; rewrite -IH; apply: E_same => s _.
by rewrite mulr_sumr; apply: eq_bigr => x _; rewrite mulrCA.
Qed.
Lemma derivative_E m (f : R -> seq S -> R) f' x :
  (forall s, size s = m -> derivative_at (fun t => f t s) x (f' s)) ->
  derivative_at (fun t => E m (f t)) x (E m f').
Proof.
elim: m f f' => [|m IH] f f' H /=; first exact: H.
apply: IH => s sm; apply: derivative_sum => y; apply: derivative_scale.
by apply: H; rewrite size_rcons sm.
Qed.
Lemma limit0_E m (f : R -> seq S -> R) f' :
  (forall s, size s = m -> limit0 (fun t => f t s) (f' s)) ->
  limit0 (fun t => E m (f t)) (E m f').
Proof.
elim: m f f' => [|m IH] f f' H /=; first exact: H.
apply: IH => s sm; apply: limit0_sum => y; apply: limit0_mul; first exact: limit0_const.
by apply: H; rewrite size_rcons sm.
Qed.
End SequenceLaw.

Section OneSequence.
Variables (R : realFieldType) (n : nat).
Add Field RF : (RingTac.ft R).
Notation S := 'I_n.+1.
Variables (ex lg : R -> R) (eps : R) (pi : 'M[R]_n.+1).
Hypotheses (Ex : exponential ex) (eps0 : 0 < eps).
Variables (A1 V : nat -> nat -> R) (A2 : S -> S -> R) (q : S).
Let ex0 : forall y, 0 < ex y. Proof. by case: Ex. Qed.
Let exd : forall y, derivative_at ex y (ex y). Proof. by case: Ex. Qed.
Let moved t := fun i j => A1 i j + t * V i j.

Lemma att_total i : \sum_(k < i.+1) att ex A1 k = 1.
Proof.
apply: (@softmax_sum1 R _ (fun k : 'I_i.+1 => ex (A1 i k))).
rewrite gt_eqF // big_ord_recl ltr_paddr ?ex0 //; apply: sumr_ge0 => l _; exact/ltW/ex0.
Qed.
(* derivative of the score of position i *)
Definition dscore (x : seq S) i : R :=
  \sum_(k < i.+1) att ex A1 k * (V i k - \sum_(l < i.+1) att ex A1 l * V i l)
                  * A2 q (nth ord0 x k).
Lemma moved0 i k : moved 0 i k = A1 i k. Proof. by rewrite /moved mul0r addr0. Qed.
Lemma att_moved0 i (k : 'I_i.+1) : att ex (moved 0) k = att ex A1 k.
Proof. by rewrite /att moved0; under eq_bigr do rewrite moved0. Qed.
Lemma score_moved0 x i : score ex (moved 0) A2 x q i = score ex A1 A2 x q i.
Proof. by apply: eq_bigr => k _; rewrite att_moved0. Qed.
Lemma out_moved0 x s : out ex (moved 0) A2 x q s = out ex A1 A2 x q s.
Proof.
apply: eq_bigr => i _; congr (_ * _); rewrite /prob score_moved0.
by under eq_bigr do rewrite score_moved0.
Qed.
Lemma derivative_att i (k : 'I_i.+1) : derivative_at (fun t => att ex (moved t) k) 0
  (att ex A1 k * (V i k - \sum_(l < i.+1) att ex A1 l * V i l)).
Proof.
have := @derivative_softmax R ex _ (fun t (l : 'I_i.+1) => moved t i l) (fun l => V i l) 0
  ex0 exd (fun l => derivative_affine (A1 i l) (V i l) 0) k k.
apply: derivative_value; rewrite -/(att ex (moved 0) k) att_moved0; congr (_ * (_ - _)).
by apply: eq_bigr => l _; rewrite -/(att ex (moved 0) l) att_moved0.
Qed.
Lemma derivative_score x i :
  derivative_at (fun t => score ex (moved t) A2 x q i) 0 (dscore x i).
Proof.
apply: derivative_sum => k; rewrite [X in derivative_at _ _ X]mulrC.
apply: (derivative_ext (f := fun t => A2 q (nth ord0 x k) * att ex (moved t) k)).
  by move=> t; rewrite mulrC.
exact/derivative_scale/derivative_att.
Qed.
Lemma out_positive x s : x != [::] -> 0 <= out ex A1 A2 x q s.
Proof.
move=> _; apply: sumr_ge0 => i _; apply: mulr_ge0; last exact: ler0n.
apply: divr_ge0; first exact/ltW/ex0.
by apply: sumr_ge0 => l _; apply/ltW/ex0.
Qed.
(* the loss of one sequence *)
Lemma derivative_seq_loss x : x != [::] -> logarithm lg ->
  derivative_at (fun t => seq_loss ex lg eps (moved t) A2 x q pi) 0
    (- \sum_(i < size x) query_attention ex A1 A2 x q i * output_weight ex eps pi A1 A2 x q i
                         * dscore x i).
Proof.
move=> x0 lgd; set p := query_attention ex A1 A2 x q; set w := output_weight _ _ _ _ _ _ _.
pose mean := \sum_(l < size x) p l * dscore x l.
have some : 'I_(size x) by apply: (@Ordinal _ 0%N); rewrite lt0n size_eq0.
have Dp (i : 'I_(size x)) : derivative_at (fun t => prob ex (moved t) A2 q i) 0
    (p i * (dscore x i - mean)).
  have := @derivative_softmax R ex _ (fun t (l : 'I_(size x)) => score ex (moved t) A2 x q l)
    (fun l => dscore x l) 0 ex0 exd (fun l => derivative_score x l) some i.
  have E (l : 'I_(size x)) : ex (score ex (moved 0) A2 x q l) /
      (\sum_(k < size x) ex (score ex (moved 0) A2 x q k)) = p l.
    by rewrite score_moved0; under eq_bigr do rewrite score_moved0.
  by apply: derivative_value; rewrite E; congr (_ * (_ - _)); apply: eq_bigr => l _; rewrite E.
have Do s : derivative_at (fun t => out ex (moved t) A2 x q s) 0
    (\sum_(i < size x) p i * (dscore x i - mean) * (nth ord0 x i == s)%:R).
  apply: derivative_sum => i; rewrite [X in derivative_at _ _ X]mulrC.
  apply: (derivative_ext (f := fun t => (nth ord0 x i == s)%:R * prob ex (moved t) A2 q i)).
    by move=> t; rewrite mulrC.
  exact: derivative_scale.
have Dl s : derivative_at (fun t => pi q s * lg (out ex (moved t) A2 x q s + eps)) 0
    (pi q s * ((out ex A1 A2 x q s + eps)^-1 *
      \sum_(i < size x) p i * (dscore x i - mean) * (nth ord0 x i == s)%:R)).
  apply: derivative_scale; apply: derivative_comp; last first.
    by apply: derivative_value (derivative_add (Do s) (derivative_const eps 0)); rewrite addr0.
  rewrite out_moved0; apply: lgd; rewrite ltr_paddl ?out_positive //.
apply: derivative_value (derivative_opp (derivative_sum Dl)); congr (- _).
have f_out s : out ex A1 A2 x q s = \sum_(i < size x) p i * (nth ord0 x i == s)%:R by [].
have Ew i : w i = \sum_s pi q s / (out ex A1 A2 x q s + eps) * (nth ord0 x i == s)%:R
    - \sum_s pi q s / (out ex A1 A2 x q s + eps) * out ex A1 A2 x q s.
  by rewrite -sumrB; apply: eq_bigr => s _; rewrite mulrBr.
set c := fun s => pi q s / (out ex A1 A2 x q s + eps).
transitivity (\sum_s \sum_(i < size x)
    (c s * (p i * dscore x i * (nth ord0 x i == s)%:R) - mean * (c s * (p i * (nth ord0 x i == s)%:R)))).
  apply: eq_bigr => s _; rewrite mulrA -/(c s) mulr_sumr; apply: eq_bigr => i _.
  by rnorm R; ring.
rewrite exchange_big /=.
transitivity (\sum_(i < size x) (p i * dscore x i * \sum_s c s * (nth ord0 x i == s)%:R)
   - mean * \sum_s c s * out ex A1 A2 x q s).
  under eq_bigr => i _ do rewrite sumrB -mulr_sumr.
  rewrite sumrB -mulr_sumr; congr (_ - _ * _).
    by apply: eq_bigr => i _; rewrite mulr_sumr; apply: eq_bigr => s _; rewrite mulrCA.
  by rewrite exchange_big; apply: eq_bigr => s _ /=; rewrite -mulr_sumr -f_out.
rewrite /mean mulr_suml -sumrB; apply: eq_bigr => i _; rewrite Ew -/c.
by rewrite -mulrBr mulrAC.
Qed.
End OneSequence.

Section Population.
Variables (R : realFieldType) (n : nat).
Add Field RF2 : (RingTac.ft R).
Notation S := 'I_n.+1.
Variables (ex lg : R -> R) (eps : R) (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) (par : nat -> option nat).
Hypotheses (Ex : exponential ex) (eps0 : 0 < eps).
Variables (A1 V : nat -> nat -> R).
Let ex0 : forall y, 0 < ex y. Proof. by case: Ex. Qed.
Notation a i := (fun k : 'I_i.+1 => att ex A1 k).

(* any second attention matrix *)
Lemma derivative_pop_loss m (A2 : S -> S -> R) : logarithm lg ->
  derivative_at (fun t => pop_loss ex lg eps pi mu par m (fun i j => A1 i j + t * V i j) A2) 0
    (- \sum_q n.+1%:R^-1 * E pi mu par m (fun s => let x := rcons s q in
       \sum_(i < m.+1) query_attention ex A1 A2 x q i * output_weight ex eps pi A1 A2 x q i
                        * dscore ex A1 V A2 q x i)).
Proof.
move=> lgd; rewrite -sumrN; apply: derivative_sum => q.
rewrite -mulrN; apply: derivative_scale; rewrite -mulN1r -E_times.
apply: derivative_E => s sm; rewrite mulN1r.
have := @derivative_seq_loss R n ex lg eps pi Ex eps0 A1 V A2 q (rcons s q) _ lgd.
by rewrite size_rcons sm; apply; case: (s).
Qed.

Lemma dscore_matching beta (x : seq S) q i : dscore ex A1 V (matching beta) q x i
  = \sum_(j < i.+1) V i j * (beta * (att ex A1 j *
      ((nth ord0 x j == q)%:R - \sum_(k < i.+1) att ex A1 k * (nth ord0 x k == q)%:R))).
Proof.
rewrite /dscore /matching.
under eq_bigr => k _ do rewrite (eq_sym q) mulrBr mulrBl.
rewrite sumrB /=.
set mean := \sum_(l < i.+1) att ex A1 l * V i l.
under [RHS]eq_bigr => j _ do rewrite mulrBr mulrBr mulrBr.
rewrite sumrB; congr (_ - _).
  apply: eq_bigr => j _; move: (att ex A1 j) (V i j) (nth _ _ _ == _)%:R => b c d.
  by rnorm R; ring.
rewrite [RHS](eq_bigr (fun j : 'I_i.+1 => att ex A1 j * V i j *
   (beta * \sum_(k < i.+1) att ex A1 k * (nth ord0 x k == q)%:R))); last first.
  by move=> j _; set X := \sum_(k < _) _; rnorm R; ring.
rewrite -mulr_suml -/mean mulrCA mulr_sumr mulr_sumr; apply: eq_bigr => k _.
by move: (att ex A1 k) (nth _ _ _ == _)%:R mean => b c d; rnorm R; ring.
Qed.

(* H_ij = E[p_i w_i m_j]; the drive is T H *)
Let H beta m i j : R := \sum_q n.+1%:R^-1 * E pi mu par m (fun s => let x := rcons s q in
  query_attention ex A1 (matching beta) x q i * output_weight ex eps pi A1 (matching beta) x q i
  * (nth ord0 x j == q)%:R).
Lemma gradient_entryE beta m i (j : 'I_i.+1) : gradient_entry ex eps pi mu par A1 beta m j
  = - (beta * (att ex A1 j * (H beta m i j - \sum_(k < i.+1) att ex A1 k * H beta m i k))).
Proof.
rewrite /gradient_entry /drive_at -/(H beta m i j).
rewrite [\sum_(k < _) _](_ : _ = m.+1%:R * \sum_(k < i.+1) att ex A1 k * H beta m i k); last first.
  by rewrite mulr_sumr; apply: eq_bigr => k _; rewrite mulrCA.
have /eqP T0 : m.+1%:R != 0 :> R by rewrite pnatr_eq0.
set X := \sum_(k < _) _; move: (m.+1%:R) T0 (att ex A1 j) (H beta m i j) => t t0 b c.
by rnorm R; field.
Qed.
Lemma gradient_direction beta m :
  - (\sum_q n.+1%:R^-1 * E pi mu par m (fun s => let x := rcons s q in
       \sum_(i < m.+1) query_attention ex A1 (matching beta) x q i
         * output_weight ex eps pi A1 (matching beta) x q i * dscore ex A1 V (matching beta) q x i))
  = \sum_(i < m.+1) \sum_(j < i.+1) V i j * gradient_entry ex eps pi mu par A1 beta m j.
Proof.
under [RHS]eq_bigr => i _ do under eq_bigr => j _ do rewrite gradient_entryE mulrN.
under [RHS]eq_bigr => i _ do rewrite sumrN; rewrite sumrN; congr (- _).
under eq_bigr => q _ do rewrite /= E_sums mulr_sumr.
rewrite exchange_big; apply: eq_bigr => i _ /=.
have Eq (q : S) : E pi mu par m (fun s => let x := rcons s q in
     query_attention ex A1 (matching beta) x q i * output_weight ex eps pi A1 (matching beta) x q i
     * dscore ex A1 V (matching beta) q x i)
  = \sum_(j < i.+1) V i j * (beta * (att ex A1 j *
      (E pi mu par m (fun s => let x := rcons s q in query_attention ex A1 (matching beta) x q i
          * output_weight ex eps pi A1 (matching beta) x q i * (nth ord0 x j == q)%:R)
       - \sum_(k < i.+1) att ex A1 k * E pi mu par m (fun s => let x := rcons s q in
          query_attention ex A1 (matching beta) x q i
          * output_weight ex eps pi A1 (matching beta) x q i * (nth ord0 x k == q)%:R)))).
  rewrite (@E_same R n pi mu par m _ (fun s => \sum_(j < i.+1) (V i j * (beta * att ex A1 j)) *
    (query_attention ex A1 (matching beta) (rcons s q) q i
       * output_weight ex eps pi A1 (matching beta) (rcons s q) q i * (nth ord0 (rcons s q) j == q)%:R
     + \sum_(k < i.+1) (- att ex A1 k) * (query_attention ex A1 (matching beta) (rcons s q) q i
       * output_weight ex eps pi A1 (matching beta) (rcons s q) q i
       * (nth ord0 (rcons s q) k == q)%:R)))); last first.
    move=> s _ /=; rewrite dscore_matching mulr_sumr; apply: eq_bigr => j _.
    move: (query_attention _ _ _ _ _ _) (output_weight _ _ _ _ _ _ _ _) => p w.
    rewrite [\sum_(k < _) (- _ * _)](_ : _ = - (p * w * \sum_(k < i.+1)
       att ex A1 k * (nth ord0 (rcons s q) k == q)%:R)); last first.
      by rewrite mulr_sumr -sumrN; apply: eq_bigr => k _; rewrite mulNr mulrCA.
    set X := \sum_(k < _) _; move: (_ == _)%:R => c.
    by rnorm R; ring.
  rewrite E_sums; apply: eq_bigr => j _; rewrite E_times E_plus E_sums.
  rewrite -[V i j * (beta * att ex A1 j) * _]mulrA -[beta * att ex A1 j * _]mulrA.
  congr (_ * (_ * (_ * (_ + _)))); rewrite -sumrN; apply: eq_bigr => k _.
  by rewrite E_times mulNr.
under eq_bigr => q _ do rewrite Eq mulr_sumr.
rewrite exchange_big; apply: eq_bigr => j _ /=.
under eq_bigr => q _ do rewrite mulrCA; rewrite -mulr_sumr; congr (_ * _).
under eq_bigr => q _ do rewrite mulrCA; rewrite -mulr_sumr; congr (_ * _).
under eq_bigr => q _ do rewrite mulrCA; rewrite -mulr_sumr; congr (_ * _).
under eq_bigr => q _ do rewrite mulrBr; rewrite sumrB; congr (_ - _).
under eq_bigr => q _ do rewrite mulr_sumr.
rewrite exchange_big; apply: eq_bigr => k _; rewrite /H mulr_sumr; apply: eq_bigr => q _.
by rewrite mulrCA.
Qed.
End Population.

Theorem GradientOfTheLoss : GradientOfTheLoss_statement.
Proof.
move=> R n ex lg eps pi mu par m A1 V beta Ex Lg eps0; rewrite -gradient_direction.
exact: (derivative_pop_loss pi mu par Ex eps0 A1 V m (matching beta) Lg).
Qed.

Section AtZero.
Variables (R : realFieldType) (n : nat).
Add Field RF3 : (RingTac.ft R).
Notation S := 'I_n.+1.
Variables (ex : R -> R) (eps : R) (pi : 'M[R]_n.+1) (A1 : nat -> nat -> R).
Hypothesis Ex : exponential ex.
Let ex0 : forall y, 0 < ex y. Proof. by case: Ex. Qed.
Let exd : forall y, derivative_at ex y (ex y). Proof. by case: Ex. Qed.

Lemma count_sum (x : seq S) s :
  \sum_(i < size x) (nth ord0 x i == s)%:R = (count_mem s x)%:R :> R.
Proof.
rewrite -sum1_count natr_sum [RHS]big_mkcond (big_nth ord0) big_mkord.
by apply: eq_bigr => i _ /=; case: (_ == _).
Qed.
Lemma score_zero (x : seq S) q i : score ex A1 (matching 0) x q i = 0.
Proof. by rewrite /score big1 // => k _; rewrite /matching mul0r mulr0. Qed.
Lemma attention_zero (x : seq S) q i :
  query_attention ex A1 (matching 0) x q i = (size x)%:R^-1.
Proof.
rewrite /query_attention score_zero; under eq_bigr do rewrite score_zero.
rewrite sumr_const card_ord -[_ *+ _]mulr_natr invfM mulrA divff ?mul1r //.
by rewrite gt_eqF.
Qed.
Lemma out_zero (x : seq S) q s : out ex A1 (matching 0) x q s = muhat R x s.
Proof.
rewrite /out (eq_bigr (fun i : 'I_(size x) => (size x)%:R^-1 * (nth ord0 x i == s)%:R)).
  by rewrite -mulr_sumr count_sum mulrC.
by move=> i _; rewrite -(attention_zero x q i).
Qed.

(* continuity in the match strength *)
Lemma limit_score (x : seq S) q i : limit0 (fun h => score ex A1 (matching h) x q i) 0.
Proof.
have -> : 0 = \sum_(k < i.+1) att ex A1 k * (0 * (q == nth ord0 x k)%:R).
  by rewrite big1 // => k _; rewrite mul0r mulr0.
by apply: limit0_sum => k; do ![apply: limit0_mul|apply: limit0_const|apply: limit0_id].
Qed.
Lemma limit_attention (x : seq S) q i : x != [::] ->
  limit0 (fun h => query_attention ex A1 (matching h) x q i)
         (query_attention ex A1 (matching 0) x q i).
Proof.
move=> x0.
have L l : limit0 (fun h => ex (score ex A1 (matching h) x q l)) (ex (score ex A1 (matching 0) x q l)).
  rewrite score_zero.
  apply: (limit0_ext (phi := fun h => ex (0 + score ex A1 (matching h) x q l))) => [h|].
    by rewrite add0r.
  apply: (limit0_comp (phi := fun y => ex (0 + y))); last exact: limit_score.
  exact: derivative_continuous (exd 0).
apply: limit0_mul (L i) _; apply: limit0_inv; last exact: limit0_sum.
have l : 'I_(size x) by apply: (@Ordinal _ 0%N); rewrite lt0n size_eq0.
rewrite gt_eqF // (bigD1 l) //= ltr_paddr ?ex0 //.
by apply: sumr_ge0 => k _; apply/ltW/ex0.
Qed.
Lemma limit_weight (x : seq S) q i : x != [::] -> 0 < eps ->
  limit0 (fun h => output_weight ex eps pi A1 (matching h) x q i)
         (output_weight ex eps pi A1 (matching 0) x q i).
Proof.
move=> x0 eps0.
have L s : limit0 (fun h => out ex A1 (matching h) x q s) (out ex A1 (matching 0) x q s).
  apply: limit0_sum => l; apply: limit0_mul; last exact: limit0_const.
  exact: limit_attention.
apply: limit0_sum => s; apply: limit0_mul; last first.
  apply: limit0_add; first exact: limit0_const.
  apply: (limit0_ext (phi := fun h => -1 * out ex A1 (matching h) x q s)) => [h|].
    by rewrite mulN1r.
  rewrite -(mulN1r (out _ _ _ _ _ _)); apply: limit0_mul => //; exact: limit0_const.
apply: limit0_mul; first exact: limit0_const.
apply: limit0_inv; first by rewrite gt_eqF // ltr_paddl // out_zero divr_ge0 ?ler0n.
apply: limit0_add => //; exact: limit0_const.
Qed.
End AtZero.

Theorem DriveIsK : DriveIsK_statement.
Proof.
move=> R n ex eps pi mu par m A1 i j Ex; rewrite /drive_at /Kfin mulr_sumr.
apply: eq_bigr => q _; rewrite mulrCA; congr (_ * _); rewrite -E_times; apply: E_same => s sm /=.
have T0 : m.+1%:R != 0 :> R by rewrite pnatr_eq0.
rewrite attention_zero // size_rcons sm -!mulrA mulrA divff // mul1r; congr (_ * _).
by apply: eq_bigr => t _; rewrite out_zero.
Qed.

Theorem LeadingOrderGradient : LeadingOrderGradient_statement.
Proof.
move=> R n ex eps pi mu par m A1 i j Ex eps0 K.
have GK k : drive_at ex eps pi mu par A1 0 m i k = K i k by apply: DriveIsK.
split; first by rewrite /gradient_entry mul0r oppr0 mul0r.
- apply: (slope_derivative (phi := fun h => - (m.+1%:R^-1 * (att ex A1 j *
      (drive_at ex eps pi mu par A1 h m i j
       + -1 * \sum_(k < i.+1) att ex A1 k * drive_at ex eps pi mu par A1 h m i k))))) => [h|].
    rewrite /gradient_entry !add0r !mul0r oppr0 mul0r add0r mulN1r.
    by rewrite !mulNr; congr (- _); rewrite [RHS]mulrC !mulrA.
  have L k : limit0 (fun h => drive_at ex eps pi mu par A1 h m i k) (K i k).
    rewrite -GK; apply: limit0_mul; first exact: limit0_const.
    apply: limit0_sum => q; apply: limit0_mul; first exact: limit0_const.
    apply: limit0_E => s sm; have x0 : rcons s q != [::] by case: (s).
    do 2?apply: limit0_mul; last exact: limit0_const.
      exact: limit_attention.
    exact: limit_weight.
  apply: (limit0_ext (phi := fun h => -1 * (m.+1%:R^-1 * (att ex A1 j *
      (drive_at ex eps pi mu par A1 h m i j
       + -1 * \sum_(k < i.+1) att ex A1 k * drive_at ex eps pi mu par A1 h m i k))))) => [h|].
    by rewrite mulN1r.
  rewrite -[- (m.+1%:R^-1 * _)]mulN1r -[- \sum_(k < _) _]mulN1r.
  do 4?[apply: limit0_mul; first exact: limit0_const]; apply: limit0_add => //.
  apply: limit0_mul; first exact: limit0_const.
  by apply: limit0_sum => k; apply: limit0_mul => //; apply: limit0_const.
move=> A0; rewrite /grad0; congr (- (_ * _)).
have u k : att ex A1 (k : 'I_i.+1) = i.+1%:R^-1.
  rewrite /att A0; under eq_bigr do rewrite A0.
  case: Ex => e0 _; rewrite sumr_const card_ord -[_ *+ _]mulr_natr invfM mulrA divff ?mul1r //.
  by rewrite gt_eqF.
under [RHS]eq_bigr do rewrite mulrBl.
rewrite sumrB [X in _ = X - _](bigD1 j) //= eqxx mulr1 [X in _ = _ + X - _]big1; last first.
  by move=> k /negbTE; rewrite eq_sym => ->; rewrite mulr0 mul0r.
rewrite addr0 u mulrBr; congr (_ - _); rewrite mulr_sumr; apply: eq_bigr => k _.
by rewrite u mulrA.
Qed.
